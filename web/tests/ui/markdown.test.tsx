import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { loadLexer, Markdown, safeHref } from "../../src/ui/markdown.tsx";

const beforeLexer = html("**b** <i>");
await loadLexer();

function html(text: string): string {
  return renderToStaticMarkup(<Markdown text={text} />).replace(
    /^<div class="prose" dir="auto">|<\/div>$/g,
    "",
  );
}

describe("what people write", () => {
  it("is shown as typed until the lexer is here", () => {
    expect(beforeLexer).toBe('<p class="plain">**b** &lt;i&gt;</p>');
    expect(html("**b** <i>")).toBe("<p><strong>b</strong> &lt;i&gt;</p>");
  });

  it.each([
    ["plain", "<p>plain</p>"],
    ["**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>"],
    ["one\ntwo", "<p>one<br/>two</p>"],
    ["> quoted", "<blockquote><p>quoted</p></blockquote>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["# no heading", "<p># no heading</p>"],
    ["over\n---", "<p>over<br/>---</p>"],
    ["| a | b |\n|---|---|\n| 1 | 2 |", "<p>| a | b |<br/>|---|---|<br/>| 1 | 2 |</p>"],
    ["[x]: https://example.org", "<p>[x]: "],
    ["a & b &amp; &lt;", "<p>a &amp; b &amp;amp; &amp;lt;</p>"],
    ["numbered references &#60;b&#x3E;", "<p>numbered references &amp;#60;b&amp;#x3E;</p>"],
    ["\\*not bold\\*", "<p>*not bold*</p>"],
    ["- [ ] to do\n- [x] done", "<ul><li>☐ to do</li><li>☑ done</li></ul>"],
  ])("%j", (text, expected) => expect(html(text)).toContain(expected));

  it("in code stays as it is, to be scrolled with the keyboard", () => {
    expect(html("```js\nlet a = `<b>`;\n```")).toBe(
      '<pre tabindex="0" role="group" aria-label="Code"><code>let a = `&lt;b&gt;`;</code></pre>',
    );
  });

  it("as a link opens elsewhere, and tells the target nothing", () => {
    expect(html("https://example.org/a?b=1&c=2")).toBe(
      '<p><a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">' +
        "https://example.org/a?b=1&amp;c=2</a></p>",
    );
    expect(html("[site](https://example.org)")).toContain('href="https://example.org/"');
  });

  it("as a picture becomes a link: nothing is loaded from elsewhere", () => {
    expect(html("![cat](https://example.org/cat.png)")).not.toContain("<img");
    expect(html("![cat](https://example.org/cat.png)")).toContain(
      'href="https://example.org/cat.png"',
    );
  });
});

describe("attacks", () => {
  const corpus = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>body{display:none}</style>",
    "<!-- <b> -->",
    "<div>\n\n**x**\n\n</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/socket.io/)",
    '[x](https://a" onmouseover="alert(1))',
    '[x](<https://a" onmouseover="alert(1)>)',
    "![x](javascript:alert(1))",
    "![x](https://a'onerror='alert(1))",
    "<javascript:alert(1)>",
    '<https://a"onclick=alert(1)>',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "**<b onclick=alert(1)>**",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e\u0000\ufffe<script>",
  ];
  const allowed =
    /^<\/?(?:p|br|strong|em|del|code|pre|blockquote|ul|ol|li|a)(?: (?:href="(?:https?:\/\/|mailto:)[^"<>]*"|target="_blank"|rel="noopener noreferrer nofollow"|tabindex="0"|role="group"|aria-label="Code"|class="plain"|start="\d+"))*\/?>$/;

  it.each(corpus)("%j yields only harmless elements", (text) => {
    for (const tag of html(text).match(/<[^>]*>/g) ?? []) expect(tag).toMatch(allowed);
  });

  it("random mixtures of syntax yield only harmless elements", () => {
    const pieces = [
      "<",
      ">",
      "[",
      "](",
      ")",
      "!",
      "javascript:",
      "https://a.b",
      '"',
      "'",
      "`",
      "```\n",
      "*",
      "_",
      "~~",
      "\n",
      "> ",
      "- ",
      "1. ",
      "&",
      "x",
      " ",
      "\\",
      "|",
      "#",
      "<b>",
      "@",
    ];
    let seed = 7;
    const next = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed / 4294967296;
    };
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from(
        { length: 30 },
        () => pieces[Math.floor(next() * pieces.length)],
      ).join("");
      for (const tag of html(text).match(/<[^>]*>/g) ?? []) expect(tag, text).toMatch(allowed);
    }
  });

  it.each(["> ", "- ", "1. ", "> - "])(
    "nesting %j without end is shown as it was typed",
    (marker) => {
      const text = `${marker.repeat(1_000)}x`;
      expect(html(text)).toBe(`<p class="plain">${text.replaceAll(">", "&gt;")}</p>`);
    },
  );

  it("a line of dashes or stars is no nesting", () => {
    expect(html("----------\n**b**")).toBe("<p>----------<br/><strong>b</strong></p>");
  });
});

it.each([
  ["https://example.org", "https://example.org/"],
  ["HTTP://EXAMPLE.org/A", "http://example.org/A"],
  ["mailto:ada@example.org", "mailto:ada@example.org"],
  ["javascript:alert(1)", null],
  [" https://example.org", null],
  ["https:example.org", null],
  ["/relative", null],
  ["https://[", null],
])("the target %j is %j", (href, expected) => expect(safeHref(href)).toBe(expected));
