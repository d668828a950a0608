import unittest

from tree import TreeCase

TOOL = "check_bans.py"

# (file, text, the ban's name, a word of its remedy)
REFUSED = [
    ("src/loop/a.cc", "std::this_thread::sleep_for(1ms);", "sleep", "wait for the event itself"),
    ("tests/loop/a_test.cc", "usleep(10);", "sleep", "ManualClock"),
    ("src/chat/a.h", "std::mutex mutex_;", "mutex", "Remote<T>::post"),
    ("src/net/a.cc", "std::shared_mutex mutex_;", "mutex", "message path"),
    ("src/base/a.h", "using namespace std;", "using_namespace", "name what you use"),
    ("src/chat/a.cc", "int x = rand();", "random", "base::Random"),
    ("tests/chat/a_test.cc", "std::random_device device;", "random", "base::Random"),
    ("src/chat/a.cc", "auto now = std::chrono::system_clock::now();", "wall_clock", "base::Clock"),
    ("tests/chat/a_test.cc", "auto now = std::chrono::steady_clock::now();", "wall_clock", "base::Clock"),
    ("src/chat/a.cc", "if (bad) throw std::runtime_error(\"no\");", "throw", "Result"),
    ("tests/net/a_test.cc", "GTEST_SKIP();", "skipped_test", "make the test pass"),
    ("tests/net/a_test.cc", "TEST(A, DISABLED_b) {}", "skipped_test", "make the test pass"),
    ("web/src/a.test.ts", "it.skip('x', () => {});", "skipped_test", "make the test pass"),
    ("tests/e2e/a.test.mjs", "test.only('x', () => {});", "skipped_test", "make the test pass"),
    ("tests/conformance/a_test.py", "@unittest.skip('later')", "skipped_test", "make the test pass"),
    ("tests/e2e/a.test.mjs", "await page.waitForTimeout(100);", "test_sleep", "poll a condition"),
    ("tests/e2e/a.test.mjs", "await new Promise((resolve) => setTimeout(resolve, 100));", "test_sleep", "poll"),
    ("tests/conformance/a_test.py", "time.sleep(1)", "test_sleep", "poll a condition"),
    ("src/net/a.cc", "// TO" + "DO: later", "unfinished", "do it now"),
    ("web/src/a.tsx", "<p dangerouslySetInnerHTML={{ __html: text }} />", "raw_html", "text nodes"),
]

ACCEPTED = [
    ("src/app/main.cc", 'throw std::runtime_error("the port is taken");'),
    ("src/store/a.cc", "std::mutex mutex_;"),
    ("src/base/clock.h", "return std::chrono::system_clock::now();"),
    ("src/base/random.cc", "std::random_device device;"),
    ("src/chat/a.cc", "// never sleep_for here\nauto s = \"std::mutex\";"),
    ("src/chat/b.cc", "clock_.now(); member.time(0); co_await wheel.sleep(1);"),
    ("src/chat/c.cc", "// allow(wall_clock): proves that the check reads reasons\nauto n = std::chrono::system_clock::now();"),
    ("src/chat/d.cc", "const auto million = 1'000'000; // std::mutex\nint second = 1'0;"),
    ("tests/chat/a_test.cc", "using namespace std::chrono_literals;"),
]


class CheckBans(TreeCase):
    def test_refuses_each_banned_thing_and_names_its_remedy(self) -> None:
        for path, text, name, remedy in REFUSED:
            with self.subTest(path=path, text=text):
                file = self.write(path, text + "\n")
                self.assert_refused(TOOL, f"{path}:1:", f"[{name}]", remedy)
                file.unlink()

    def test_accepts_the_same_where_it_has_its_place(self) -> None:
        for path, text in ACCEPTED:
            self.write(path, text + "\n")
        self.assert_accepted(TOOL)

    def test_an_allowance_needs_its_own_name_and_a_reason(self) -> None:
        self.write("src/chat/a.cc", "// allow(wall_clock):\nauto n = std::chrono::system_clock::now();\n")
        self.assert_refused(TOOL, "[wall_clock]")
        self.write("src/chat/a.cc", "// allow(mutex): not this one\nauto n = std::chrono::system_clock::now();\n")
        self.assert_refused(TOOL, "[wall_clock]")

    def test_refuses_a_file_of_more_than_500_lines(self) -> None:
        self.write("src/chat/long.cc", "int a;\n" * 501)
        self.assert_refused(TOOL, "src/chat/long.cc: 502 lines", "split it")

    def test_does_not_search_what_others_wrote(self) -> None:
        self.write("web/node_modules/x/a.test.ts", "it.skip('x');\n")
        self.assert_accepted(TOOL)


if __name__ == "__main__":
    unittest.main()
