using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Api;

namespace Portal.Tests.Api;

/// <summary>An operation of the API with what it is done to, made for whoever sends it next; who is refused leaves it as it was.</summary>
internal sealed partial record RouteCall(string Method, string Path, Func<HttpContent?> Content, string? Version)
{
    private const string Artifacts = "/api/v1/artifacts";

    private static readonly object Cluster = new
    {
        name = "other",
        environment = "dev",
        region = "local",
        addresses = "127.0.0.1:27997",
    };

    private static readonly object Rule = new
    {
        provider = "company",
        claim = "groups",
        value = "developers",
        team = "payments",
        role = "member",
    };

    public static async Task<RouteCall> Prepare(WatchedWeb web, string method, string template)
    {
        var path = template.Replace("{token}", "0").Replace("{rule}", "0");
        (int Plan, string Hash) planned = default;
        string? version = null;
        if (path == "/api/v1/changes/{id}")
        {
            var (id, seen) = await PlannedChanges.SentBack(web);
            (path, version) = (path.Replace("{id}", $"{id}"), VersionTag.Of(seen));
        }
        else if (path.Contains("{id}", StringComparison.Ordinal))
        {
            var (id, plan, hash) = await PlannedChanges.Waiting(web);
            (path, planned) = (path.Replace("{id}", $"{id}"), (plan, hash));
        }

        if (
            method == "PUT"
            && path.StartsWith("/api/v1/clusters/", StringComparison.Ordinal)
            && !path[17..].Contains('/')
        )
        {
            using var ada = await web.As("ada");
            using var seen = await ada.GetAsync(path);
            version = seen.Headers.ETag?.ToString() ?? VersionTag.Of(0);
        }

        path = await Filled(path, "{account}", () => PortalAccounts.Create(web, PortalAccounts.NewName()));
        path = await Filled(path, "{request}", async () => $"{await RoleRequestsOf.Iris(web)}");
        path = await Filled(path, "{delegation}", async () => $"{await Delegations.ToLin(web)}");
        path = await Filled(path, "{access}", async () => $"{await BreakGlassOf.Iris(web)}");
        path = await Filled(path, "{savepoint}", async () => $"{await web.OldSavepoint()}");
        if (template.EndsWith("/votes", StringComparison.Ordinal))
        {
            await Delegations.EndAll(web);
        }

        var body = Body(method, path, planned);
        return new(
            method,
            path,
            () =>
                path == Artifacts ? Jar()
                : body is null ? null
                : JsonContent.Create(body),
            version
        );
    }

    public async Task<HttpResponseMessage> Send(HttpClient client)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), Path) { Content = Content() };
        if (Version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", Version);
        }

        return await client.SendAsync(request);
    }

    private static async Task<string> Filled(string path, string place, Func<Task<string>> made) =>
        path.Contains(place, StringComparison.Ordinal) ? path.Replace(place, await made()) : path;

    private static ByteArrayContent Jar() =>
        new(TestJar.Of("a.B", "a.B").Bytes) { Headers = { ContentType = new("application/java-archive") } };

    private static object? Body(string method, string path, (int Plan, string Hash) planned) =>
        path switch
        {
            var pin when pin.EndsWith("/pin", StringComparison.Ordinal) && method == "PUT" => new
            {
                reason = "For a test.",
            },
            "/api/v1/portal-service-accounts" => new
            {
                name = PortalAccounts.NewName(),
                team = "payments",
                description = "For a test.",
            },
            var leaving when leaving.EndsWith("/hand-over", StringComparison.Ordinal) => new
            {
                successor = "ada",
                reason = "For a test.",
            },
            var disable when disable.EndsWith("/disable", StringComparison.Ordinal) => new { reason = "For a test." },
            var decision
                when decision.EndsWith("/grant", StringComparison.Ordinal)
                    || decision.EndsWith("/refuse", StringComparison.Ordinal) => new { comment = "For a test." },
            var review when review.EndsWith("/review", StringComparison.Ordinal) => new
            {
                review = "For a test of reviews.",
            },
            var token when token.EndsWith("/tokens", StringComparison.Ordinal) => new
            {
                name = "ci",
                lifetimeHours = 1,
            },
            var workload when workload.EndsWith("/workloads", StringComparison.Ordinal) => new
            {
                issuer = "ci",
                claims = new { sub = "repo:shop/payments" },
                scopes = new[] { "read" },
            },
            var rotate when rotate.EndsWith("/rotate", StringComparison.Ordinal) => new { },

            "/api/v1/delegations" => Delegations.OfGrace("lin"),
            "/api/v1/changes" => PlannedChanges.Request(PlannedChanges.NewName()),
            "/api/v1/tokens" => new { name = "ci", lifetimeHours = 1 },
            "/api/v1/role-requests" => new
            {
                team = "search",
                role = "viewer",
                reason = "For a test.",
                roleExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
            },
            var edit when EditedChange().IsMatch(edit) && method == "PUT" => PlannedChanges.Request(
                PlannedChanges.NewName()
            ),
            var run
                when run.EndsWith("/retry", StringComparison.Ordinal)
                    || run.EndsWith("/settle", StringComparison.Ordinal) => new { why = "For a test." },
            var vote when vote.EndsWith("/votes", StringComparison.Ordinal) => new
            {
                planNumber = planned.Plan,
                planHash = planned.Hash,
                verdict = "approve",
            },
            var deletion when deletion.EndsWith("/deletion", StringComparison.Ordinal) => new
            {
                typedName = "orders",
                reason = "For a test.",
            },
            "/api/v1/access-reviews" => new
            {
                reason = "For a test.",
                deadline = TimeProvider.System.GetUtcNow().AddDays(2),
            },
            "/api/v1/job-secrets" => new { team = "payments", value = "hunter2" },
            "/api/v1/role-rules" => Rule,
            var role when role.Contains("/roles/", StringComparison.Ordinal) && method == "PUT" => new
            {
                reason = "For a test.",
                expiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
            },
            var account
                when account.StartsWith("/api/v1/portal-service-accounts/", StringComparison.Ordinal)
                    && method == "PUT" => new { description = "For another test." },
            "/api/v1/teams/payments" => new
            {
                title = "Payments",
                contact = "",
                onCall = "",
            },
            "/api/v1/role-rules/preview" => new { add = Rule },
            "/api/v1/clusters/dev-eu-1/flink/explain" => new { statements = "SELECT * FROM `dev-eu-1`.orders" },
            var kafka when kafka.Contains("/job-kafka", StringComparison.Ordinal) => new
            {
                addresses = "127.0.0.1:27997",
            },
            var engine
                when engine.Contains("registry", StringComparison.Ordinal)
                    || engine.Contains("/flink", StringComparison.Ordinal) => new { url = "http://127.0.0.1:27997" },
            var cluster when cluster.StartsWith("/api/v1/clusters", StringComparison.Ordinal) => Cluster,
            _ => null,
        };

    [GeneratedRegex("^/api/v1/changes/[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex EditedChange();
}
