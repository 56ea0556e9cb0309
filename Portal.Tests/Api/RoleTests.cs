using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Role by operation: who may not is told so in words, and nothing happens.</summary>
public sealed class RoleTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private static readonly string[] Everybody = ["ada", "grace", "lin", "noor", "sam", "mina"];

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

    // Everything that changes something, with who may: the others get 403.
    public static TheoryData<string, string, string[]> Operations =>
        new()
        {
            { "POST", "/api/v1/changes", ["ada", "grace", "sam", "mina"] },
            { "POST", "/api/v1/changes/{id}/votes", ["grace"] },
            { "POST", "/api/v1/changes/{id}/cancel", ["ada", "grace", "noor", "sam", "mina"] },
            { "POST", "/api/v1/changes/{id}/plan", ["ada", "grace", "noor", "sam", "mina"] },
            { "POST", "/api/v1/topics/prod-eu-1/orders/deletion", ["ada", "grace", "sam", "mina"] },
            { "POST", "/api/v1/clusters/test", ["sam", "mina"] },
            { "POST", "/api/v1/clusters", ["sam", "mina"] },
            { "DELETE", "/api/v1/clusters/dev-eu-1", [] },
            { "POST", "/api/v1/clusters/dev-eu-1/registry/test", ["sam", "mina"] },
            { "PUT", "/api/v1/clusters/dev-eu-1/registry", ["sam", "mina"] },
            { "DELETE", "/api/v1/clusters/dev-eu-1/registry", [] },
            { "POST", "/api/v1/clusters/dev-eu-1/flink/test", ["sam", "mina"] },
            { "POST", "/api/v1/clusters/dev-eu-1/flink/explain", ["ada", "grace", "lin", "sam", "mina"] },
            { "PUT", "/api/v1/clusters/dev-eu-1/flink", ["sam", "mina"] },
            { "POST", "/api/v1/clusters/dev-eu-1/job-kafka/test", ["sam", "mina"] },
            { "PUT", "/api/v1/clusters/dev-eu-1/job-kafka", ["sam", "mina"] },
            { "DELETE", "/api/v1/clusters/dev-eu-1/job-kafka", [] },
            { "POST", "/api/v1/clusters/dev-eu-1/job-registry/test", ["sam", "mina"] },
            { "PUT", "/api/v1/clusters/dev-eu-1/job-registry", ["sam", "mina"] },
            { "DELETE", "/api/v1/clusters/dev-eu-1/job-registry", [] },
            { "POST", "/api/v1/artifacts", ["ada", "grace", "lin", "sam", "mina"] },
            {
                "PUT",
                "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}/pin",
                ["ada", "grace", "noor", "sam", "mina"]
            },
            {
                "DELETE",
                "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}/pin",
                ["ada", "grace", "noor"]
            },
            { "DELETE", "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}", ["grace"] },
            { "POST", "/api/v1/job-secrets", ["ada", "grace", "sam", "mina"] },
            { "DELETE", "/api/v1/clusters/dev-eu-1/flink", [] },
            { "POST", "/api/v1/role-rules", ["sam", "mina"] },
            { "POST", "/api/v1/role-rules/preview", ["sam", "mina"] },
            { "DELETE", "/api/v1/role-rules/{id}", [] },
            { "PUT", "/api/v1/people/nobody/roles/payments/member", ["grace", "sam", "mina"] },
            { "PUT", "/api/v1/people/nobody/roles/payments/approver", ["sam", "mina"] },
            { "DELETE", "/api/v1/people/nobody/roles/payments/member", ["grace"] },
            { "POST", "/api/v1/people/nobody/disable", ["sam", "mina"] },
            { "POST", "/api/v1/people/nobody/enable", ["sam", "mina"] },
            { "POST", "/api/v1/role-requests/{request}/grant", ["grace", "sam", "mina"] },
            { "POST", "/api/v1/role-requests/{request}/refuse", ["grace", "sam", "mina"] },
            { "POST", "/api/v1/delegations", ["grace"] },
            { "DELETE", "/api/v1/delegations/{delegation}", ["grace", "lin"] },
            { "POST", "/api/v1/break-glass/{access}/end", ["sam", "mina"] },
            { "POST", "/api/v1/break-glass/{access}/review", ["sam", "mina"] },
            { "POST", "/api/v1/people/nobody/hand-over", ["sam", "mina"] },
            { "PUT", "/api/v1/teams/payments", ["grace", "sam", "mina"] },
            { "POST", "/api/v1/access-reviews", ["sam", "mina"] },
            { "POST", "/api/v1/portal-service-accounts", ["grace", "sam", "mina"] },
            { "PUT", "/api/v1/portal-service-accounts/{account}", ["grace", "sam", "mina"] },
            { "DELETE", "/api/v1/portal-service-accounts/{account}", ["grace"] },
            { "POST", "/api/v1/portal-service-accounts/{account}/disable", ["grace", "sam", "mina"] },
            { "POST", "/api/v1/portal-service-accounts/{account}/enable", ["grace", "sam", "mina"] },
            { "PUT", "/api/v1/portal-service-accounts/{account}/roles/payments/member", ["grace", "sam", "mina"] },
            { "DELETE", "/api/v1/portal-service-accounts/{account}/roles/payments/member", ["grace"] },
            { "POST", "/api/v1/portal-service-accounts/{account}/tokens", ["grace", "sam", "mina"] },
            { "POST", "/api/v1/portal-service-accounts/{account}/tokens/{token}/rotate", ["grace", "sam", "mina"] },
            { "DELETE", "/api/v1/portal-service-accounts/{account}/tokens/{token}", ["grace"] },
            { "POST", "/api/v1/portal-service-accounts/{account}/workloads", ["grace", "sam", "mina"] },
            { "DELETE", "/api/v1/portal-service-accounts/{account}/workloads/{rule}", ["grace"] },
        };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Who_may_not_is_refused_with_words(string method, string path, string[] allowed)
    {
        foreach (var person in Everybody.Except(allowed).Except(method == "DELETE" ? ["sam", "mina"] : []))
        {
            using var answer = await Send(person, method, path);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{person}: {method} {path}");
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Who_may_is_not_refused_for_who_they_are(string method, string path, string[] allowed)
    {
        foreach (var person in allowed)
        {
            using var answer = await Send(person, method, path);

            answer.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, $"{person}: {method} {path}");
            ((int)answer.StatusCode).ShouldBeLessThan(500);
        }
    }

    [Fact]
    public async Task Every_operation_that_changes_something_is_in_the_matrix_or_checked_elsewhere()
    {
        // Runs are decided on in the tests of applying; one's own tokens, drafts and requests for roles and the body of an edit in their own tests; specs, samples, generated passwords, previewed rows and answers to access reviews with theirs.
        string[] elsewhere =
        [
            "abortRun",
            "retryRun",
            "settleRun",
            "createToken",
            "revokeToken",
            "endSession",
            "requestRole",
            "withdrawRoleRequest",
            "endElevation",
            "deleteDraft",
            "resubmitChange",
            "editCluster",
            "withdrawVote",
            "forecastChange",
            "planSpecs",
            "applySpecs",
            "revealPassword",
            "trySample",
            "previewRows",
            "answerAccessReview",
        ];
        var covered = Operations.Select(row => $"{row[0]} {row[1]}").ToHashSet(StringComparer.Ordinal);

        (await ApiDescription.Operations(web))
            .Where(o => o.ChangesSomething && !elsewhere.Contains(o.Id))
            .Select(o =>
                $"{o.Method} {o.Path}"
                    .Replace("jobs/{cluster}/{name}", "jobs/prod-eu-1/payments-per-minute")
                    .Replace("savepoints/{id}", "savepoints/{savepoint}")
                    .Replace("{cluster}/{name}", "prod-eu-1/orders")
                    .Replace("clusters/{name}", "clusters/dev-eu-1")
                    .Replace("people/{handle}", "people/nobody")
                    .Replace("roles/{team}/{role}", "roles/payments/member")
                    .Replace("teams/{team}", "teams/payments")
            )
            .Except(covered)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for()
    {
        using var answer = await Send("ada", "POST", "/api/v1/changes/{id}/votes");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("somebody else has to approve it");
    }

    [Fact]
    public async Task A_run_that_is_stuck_is_decided_on_by_on_call_and_platform_alone()
    {
        foreach (var act in new[] { "retry", "settle" })
        {
            (await Decide("ada", act)).ShouldBe(HttpStatusCode.Forbidden);
            (await Decide("grace", act)).ShouldBe(HttpStatusCode.Forbidden);
            (await Decide("noor", act)).ShouldBe(HttpStatusCode.Conflict);
            (await Decide("sam", act)).ShouldBe(HttpStatusCode.Conflict);
        }
    }

    private async Task<HttpStatusCode> Decide(string person, string act)
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        using var client = await web.As(person);
        using var answer = await client.PostAsJsonAsync($"/api/v1/changes/{id}/{act}", new { why = "For a test." });
        return answer.StatusCode;
    }

    private static ByteArrayContent Jar() =>
        new(TestJar.Of("a.B", "a.B").Bytes) { Headers = { ContentType = new("application/java-archive") } };

    private async Task<HttpResponseMessage> Send(string person, string method, string path)
    {
        var (id, plan, hash) = path.Contains("{id}", StringComparison.Ordinal)
            ? await PlannedChanges.Waiting(web)
            : default;
        path = path.Replace("{token}", "0").Replace("{rule}", "0");
        if (path.Contains("{account}", StringComparison.Ordinal))
        {
            path = path.Replace("{account}", await PortalAccounts.Create(web, PortalAccounts.NewName()));
        }

        if (path.Contains("{request}", StringComparison.Ordinal))
        {
            path = path.Replace("{request}", $"{await RoleRequestsOf.Iris(web)}");
        }

        if (path.Contains("{delegation}", StringComparison.Ordinal))
        {
            path = path.Replace("{delegation}", $"{await Delegations.ToLin(web)}");
        }

        if (path.Contains("{access}", StringComparison.Ordinal))
        {
            path = path.Replace("{access}", $"{await BreakGlassOf.Iris(web)}");
        }

        if (path.Contains("{savepoint}", StringComparison.Ordinal))
        {
            path = path.Replace("{savepoint}", $"{await web.OldSavepoint()}");
        }

        using var client = await web.As(person);
        object? body = path switch
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
            var vote when vote.EndsWith("/votes", StringComparison.Ordinal) => new
            {
                planNumber = plan,
                planHash = hash,
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
        return await client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", $"{id}"))
            {
                Content =
                    path == "/api/v1/artifacts" ? Jar()
                    : body is null ? null
                    : JsonContent.Create(body),
            }
        );
    }
}
