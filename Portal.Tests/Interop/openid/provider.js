// A certified OpenID provider on loopback, for tests: node provider.js PORT. It writes "ready" when it listens.
// People and what is wrong with it are set while it runs, by POST to /test/…: see the routes at the end.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, decodeJwt } from "jose";
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const secret = "a secret of this test, 32 bytes long";
const scopes = ["openid", "profile", "email", "groups"];
const people = new Map();
const gone = new Set();
const refreshTokens = [];
const tokens = [];
const redirects = { redirect_uris: [], post_logout_redirect_uris: [], backchannel_logout_session_required: true };
const waiting = new Set();
let key;
let answer;
let fault = "none";
let readings = 0;

const newKey = async () => ({
  ...(await exportJWK((await generateKeyPair("RS256", { extractable: true })).privateKey)),
  kid: randomUUID(),
  alg: "RS256",
  use: "sig",
});

const begin = () => {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "portal",
        client_secret: secret,
        token_endpoint_auth_method: "client_secret_post",
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        ...redirects,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ["for tests"] },
    pkce: { required: () => true },
    scopes,
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email"], groups: ["groups", "department"] },
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // The portal is on loopback, where its own way of sending goes to nobody.
    fetch: (url, { method, headers, body, signal }) => fetch(url, { method, headers, body, signal }),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    findAccount: (_, id) =>
      gone.has(id) ? undefined : { accountId: id, claims: () => ({ sub: id, ...people.get(id) }) },
    // Nobody is asked for consent: the portal is the company's own.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope(scopes.join(" "));
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === "token" && fault === "renewed without a token" && ctx.oidc.params.grant_type === "refresh_token") {
      refreshTokens.push(ctx.body.refresh_token);
      delete ctx.body.id_token;
    }
    if (ctx.oidc?.route === "token" && ctx.body?.id_token) {
      ctx.body.id_token = await spoiled(ctx.body.id_token);
      refreshTokens.push(ctx.body.refresh_token);
      tokens.push(ctx.body.refresh_token, ctx.body.access_token, ctx.body.id_token);
    }
    if (ctx.oidc?.route === "discovery" && fault === "document of another issuer") {
      ctx.body.issuer = "http://127.0.0.1:1";
    }
    if (ctx.oidc?.route === "userinfo" && fault === "userinfo of another person") {
      ctx.body.sub = "mallory";
    }
    if (ctx.oidc?.route === "userinfo" && ["groups left out", "has groups"].includes(fault)) {
      delete ctx.body.groups;
    }
    if (ctx.oidc?.route === "userinfo" && fault === "userinfo refuses") {
      ctx.status = 403;
      ctx.body = { error: "insufficient_scope" };
    }
  });
  answer = provider.callback();
};

const spoiled = async (token) => {
  const claims = decodeJwt(token);
  const now = Math.floor(Date.now() / 1000);
  const signed = async (changes, by = key) =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: "RS256", kid: by.kid })
      .sign(await importJWK(by, "RS256"));
  switch (fault) {
    case "another issuer":
      return signed({ iss: "http://127.0.0.1:1" });
    case "expired":
      return signed({ iat: now - 7200, exp: now - 3600 });
    case "expired lately":
      return signed({ iat: now - 400, exp: now - 150 });
    // Tokens of five minutes, by a clock that is ten minutes off.
    case "clock 10 min behind":
      return signed({ iat: now - 600, exp: now - 300, auth_time: now - 600 });
    case "clock 10 min ahead":
      return signed({ iat: now + 600, nbf: now + 600, exp: now + 900, auth_time: now + 600 });
    case "proof by a clock 10 min behind":
      return signed({ iat: now - 600, auth_time: now - 600 });
    case "not valid yet":
      return signed({ nbf: now + 3600, exp: now + 7200 });
    case "clock 30 s off":
      return signed({ iat: now - 100, exp: now - 30 });
    case "another audience":
      return signed({ aud: "another-client" });
    case "another party":
      return signed({ aud: ["portal", "another-client"], azp: "another-client" });
    case "another nonce":
      return signed({ nonce: "another" });
    case "no nonce":
      return signed({ nonce: undefined });
    case "another access token":
      return signed({ at_hash: "LDktKdoQak3Pk0cnXxCltA" });
    case "old proof":
      return signed({ auth_time: now - 3600 });
    case "groups left out":
      return signed({ _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: `${issuer}/groups` } } });
    case "has groups":
      return signed({ hasgroups: true });
    case "nobody":
      return signed({ sub: undefined });
    case "unknown key":
    case "keys down":
      return signed({}, await newKey());
    // All that is needed but the e-mail address, as some providers have it.
    case "e-mail in userinfo":
    case "userinfo refuses": {
      const { name, groups } = people.get(claims.sub);
      return signed({ name, groups });
    }
    case "forged key":
      return signed({}, { ...(await newKey()), kid: key.kid });
    case "unsigned":
      return new UnsecuredJWT(claims).encode();
    case "signed with the secret":
      return new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
    default:
      return token;
  }
};

// What it reports when somebody signs out, or something like it.
const report = async ({ sub, sid, fault }) => {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: fault === "another issuer" ? "http://127.0.0.1:1" : issuer,
    aud: fault === "another audience" ? "another-client" : "portal",
    iat: fault === "expired" || fault === "old" ? now - 3600 : now,
    exp: fault === "expired" ? now - 1800 : now + 120,
    jti: randomUUID(),
    events: fault === "no event" ? {} : { "http://schemas.openid.net/event/backchannel-logout": {} },
    ...(sub && fault !== "nobody" ? { sub } : {}),
    ...(sid ? { sid } : {}),
    ...(fault === "nonce" ? { nonce: "any" } : {}),
  };
  if (fault === "unsigned") return new UnsecuredJWT(claims).encode();
  const by = fault === "unknown key" ? await newKey() : key;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: by.kid, typ: "logout+jwt" })
    .sign(await importJWK(by, "RS256"));
};

const text = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

const routes = {
  // The portal that people may come back to: its address.
  "/test/portal": async (portal) => {
    redirects.redirect_uris.push(`${portal}/sign-in/company/callback`, `${portal}/sign-in/partner/callback`);
    redirects.post_logout_redirect_uris.push(`${portal}/sign-in`);
    redirects.backchannel_logout_uri = `${portal}/sign-out/company/back-channel`;
    begin();
  },
  // A person: {"id": …, and claims}.
  "/test/person": async (body) => {
    const { id, ...claims } = JSON.parse(body);
    people.set(id, claims);
  },
  // Nobody by that id is there any more.
  "/test/gone": async (id) => {
    gone.add(id);
  },
  // A report that somebody signed out: {"sub", "sid", "fault"}. Answers with the portal's status.
  "/test/report": async (body) => {
    const { status } = await fetch(redirects.backchannel_logout_uri, {
      method: "POST",
      body: new URLSearchParams({ logout_token: await report(JSON.parse(body)) }),
    });
    return String(status);
  },
  // A token that a CI service would give a workload: {"claims", "fault"}.
  "/test/workload": async (body) => {
    const { claims, fault } = JSON.parse(body);
    const now = Math.floor(Date.now() / 1000);
    const all = {
      iss: fault === "another issuer" ? "http://127.0.0.1:1" : issuer,
      aud: fault === "another audience" ? "another-portal" : "this-portal",
      iat: now,
      exp: fault === "expired" ? now - 600 : now + 600,
      jti: randomUUID(),
      ...claims,
    };
    if (fault === "unsigned") return new UnsecuredJWT(all).encode();
    const by = fault === "unknown key" ? await newKey() : key;
    return new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: by.kid }).sign(await importJWK(by, "RS256"));
  },
  "/test/refresh-tokens": async () => JSON.stringify(refreshTokens),
  // Of every sort.
  "/test/tokens": async () => JSON.stringify(tokens),
  "/test/rotate": async () => {
    key = await newKey();
    begin();
  },
  "/test/fault": async (name) => {
    fault = name;
    readings = 0;
    if (fault !== "slow") {
      waiting.forEach((late) => late());
      waiting.clear();
    }
  },
  "/test/readings": async () => String(readings),
};

key = await newKey();
begin();
createServer(async (request, response) => {
  if (request.method === "POST" && request.url in routes) {
    response.end(await routes[request.url](await text(request)));
    return;
  }
  if (request.url === "/jwks") readings += 1;
  if (fault === "down") {
    response.statusCode = 503;
    response.end("down");
    return;
  }
  if (fault === "slow") await new Promise((late) => waiting.add(late));
  if ((fault === "token endpoint down" && request.url === "/token") || (fault === "keys down" && request.url === "/jwks")) {
    response.statusCode = 503;
    response.end("down");
    return;
  }
  await answer(request, response);
}).listen(port, "127.0.0.1", () => console.log("ready"));
