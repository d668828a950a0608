/** REST as any program may ask it: JSON both ways, a token where somebody asks. */
export class Rest {
  #url;

  /** url  of the server, without a slash at its end */
  constructor(url) {
    this.#url = url;
  }

  /** Returns {status, body, headers}; body is null where there is none. */
  async ask(method, resource, { token, body, headers = {} } = {}) {
    const response = await fetch(`${this.#url}/api/v1/${resource}`, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
  }

  register(name, password, more = {}) {
    const { token, ...rest } = more;
    return this.ask("POST", "register", { token, body: { name, password, ...rest } });
  }
  login(name, password, more = {}) {
    return this.ask("POST", "login", { body: { name, password, ...more } });
  }
}

/** As [status, code], for what is refused. */
export const refusalOf = ({ status, body }) => [status, body?.error?.code];
