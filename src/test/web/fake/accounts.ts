// Users and tokens of a made-up Sluice.
import type { MadeToken, Token, User } from "web/access/accounts";
import type { Answer } from "./answers";

type NewUser = Pick<User, "name" | "role"> & { password: string };
type NewToken = Pick<Token, "name" | "role"> & { days: number };

const DAY = 86_400_000;
const before = (days: number) => new Date(Date.now() - days * DAY).toISOString();

export class Accounts {
  users: User[] = [
    { name: "admin", role: "admin", createdAt: before(90), changedAt: before(90) },
    { name: "lisa", role: "admin", createdAt: before(30), changedAt: before(2) },
    { name: "night-shift", role: "operator", createdAt: before(8), changedAt: before(8), pipelines: ["orders-*"] },
  ];
  tokens: Token[] = [
    token("0b7f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e", "nightly import", -60, { lastUsedAt: before(0.01) }),
    token("1c8f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e", "Prometheus", 3, { role: "metrics" }),
  ];

  answer(what: string, body: unknown): Answer | undefined {
    const [, verb, kind, key] = /^(\w+) \/(users|tokens)(?:\/(.+))?$/.exec(what) ?? [];
    switch (`${verb} ${kind}`) {
      case "GET users":
        return [200, this.users];
      case "POST users":
        return this.#add(body as NewUser);
      case "PATCH users":
        this.users = this.users.map((user) =>
          user.name === key ? { ...user, ...(body as Partial<User>), changedAt: before(0) } : user,
        );
        return [200, this.users.find((user) => user.name === key)];
      case "DELETE users":
        this.users = this.users.filter((user) => user.name !== key);
        return [204];
      case "GET tokens":
        return [200, this.tokens];
      case "POST tokens": {
        const { name, role, days } = body as NewToken;
        const made = token("2d8f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e", name, -days, { role });
        this.tokens = [...this.tokens, made];
        return [201, { ...made, secret: "sluice_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCBvbmU" } satisfies MadeToken];
      }
      case "DELETE tokens":
        this.tokens = this.tokens.filter((each) => each.id !== key);
        return [204];
      default:
        return undefined;
    }
  }

  #add({ name, role, password }: NewUser): Answer {
    if (password.length < 12) {
      const errors = [{ pointer: "/password", message: "has fewer than 12 characters" }];
      const type = "/problems/invalid-definition";
      return [422, { type, title: "It is not valid", status: 422, detail: "It has one fault.", instance: "", errors }];
    }
    const made: User = { name, role, createdAt: before(0), changedAt: before(0) };
    this.users = [...this.users, made];
    return [201, made];
  }
}

function token(id: string, name: string, expired: number, more: Partial<Token>): Token {
  return { id, name, role: "operator", createdBy: "admin", createdAt: before(40), expiresAt: before(expired), ...more };
}
