using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Xunit.Abstractions;

namespace Portal.Tests.Api;

/// <summary>Role by operation: who may not is told so in words, and nothing happens.</summary>
public sealed class RoleTests(RoleWeb web, ITestOutputHelper output) : IClassFixture<RoleWeb>
{
    private const string Act = "ActTests.Who_may_not_is_refused_and_nothing_is_written";

    private static readonly string[] Everybody = ["ada", "grace", "lin", "noor", "sam", "mina"];

    // Each with the test that checks it.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["revokeToken"] = Act,
        ["endSession"] = Act,
        ["withdrawRoleRequest"] = Act,
        ["deleteDraft"] = Act,
        ["revealPassword"] = Act,
        ["applySpecs"] = Act,
        ["planSpecs"] = "SpecApiTests.What_another_team_owns_may_be_written_down_but_not_changed",
        ["forecastChange"] = "ChangeApiTests.Who_may_not_request_a_change_gets_no_preview_of_it_either",
        ["trySample"] = "SampleTests.Whoever_may_only_read_may_try",
        ["previewRows"] = "LocalJobTests.Rows_of_a_query_are_previewed_within_bounds_and_nothing_stays_at_Flink",
        ["answerAccessReview"] = "AccessReviewTests.Only_approvers_of_the_data_answer_and_a_drop_is_not_taken_back",
        ["endElevation"] =
            "RoleRequestTests.An_elevation_begins_when_it_is_granted_counts_on_pages_and_not_for_tokens_and_is_given_up_at_any_time",
    };

    // What isn't for everybody who is signed in, by the operation that reads it.
    private static readonly Dictionary<string, string> Restricted = new(StringComparer.Ordinal)
    {
        ["listAuditEvents"] = "platform auditor",
        ["verifyAudit"] = "platform auditor",
        ["listRoleRules"] = "platform",
        ["listFederatedPeople"] = "platform",
        ["getVersion"] = "platform auditor",
        ["getHandOver"] = "platform",
    };

    // Everything that changes something, with who may: people by name, and which roles on what Payments owns. The others get 403.
    public static TheoryData<string, string, string[], string> Operations =>
        new()
        {
            { "POST", "/api/v1/changes", ["ada", "grace", "sam", "mina"], "member approver platform" },
            { "POST", "/api/v1/changes/{id}/votes", ["grace"], "approver" },
            {
                "POST",
                "/api/v1/changes/{id}/cancel",
                ["ada", "grace", "noor", "sam", "mina"],
                "approver on-call platform"
            },
            {
                "POST",
                "/api/v1/changes/{id}/plan",
                ["ada", "grace", "noor", "sam", "mina"],
                "approver on-call platform"
            },
            {
                "POST",
                "/api/v1/topics/prod-eu-1/orders/deletion",
                ["ada", "grace", "sam", "mina"],
                "member approver platform"
            },
            { "POST", "/api/v1/clusters/test", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/clusters", ["sam", "mina"], "platform" },
            { "DELETE", "/api/v1/clusters/dev-eu-1", [], "platform" },
            { "POST", "/api/v1/clusters/dev-eu-1/registry/test", ["sam", "mina"], "platform" },
            { "PUT", "/api/v1/clusters/dev-eu-1/registry", ["sam", "mina"], "platform" },
            { "DELETE", "/api/v1/clusters/dev-eu-1/registry", [], "platform" },
            { "POST", "/api/v1/clusters/dev-eu-1/flink/test", ["sam", "mina"], "platform" },
            {
                "POST",
                "/api/v1/clusters/dev-eu-1/flink/explain",
                ["ada", "grace", "lin", "sam", "mina"],
                "member+ approver+ platform"
            },
            { "PUT", "/api/v1/clusters/dev-eu-1/flink", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/clusters/dev-eu-1/job-kafka/test", ["sam", "mina"], "platform" },
            { "PUT", "/api/v1/clusters/dev-eu-1/job-kafka", ["sam", "mina"], "platform" },
            { "DELETE", "/api/v1/clusters/dev-eu-1/job-kafka", [], "platform" },
            { "POST", "/api/v1/clusters/dev-eu-1/job-registry/test", ["sam", "mina"], "platform" },
            { "PUT", "/api/v1/clusters/dev-eu-1/job-registry", ["sam", "mina"], "platform" },
            { "DELETE", "/api/v1/clusters/dev-eu-1/job-registry", [], "platform" },
            { "POST", "/api/v1/artifacts", ["ada", "grace", "lin", "sam", "mina"], "member+ approver+ platform" },
            {
                "PUT",
                "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}/pin",
                ["ada", "grace", "noor", "sam", "mina"],
                "member approver on-call platform"
            },
            {
                "DELETE",
                "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}/pin",
                ["ada", "grace", "noor"],
                "member approver on-call platform"
            },
            {
                "DELETE",
                "/api/v1/jobs/prod-eu-1/payments-per-minute/savepoints/{savepoint}",
                ["grace"],
                "approver platform"
            },
            { "POST", "/api/v1/job-secrets", ["ada", "grace", "sam", "mina"], "member approver platform" },
            { "DELETE", "/api/v1/clusters/dev-eu-1/flink", [], "platform" },
            { "POST", "/api/v1/role-rules", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/role-rules/preview", ["sam", "mina"], "platform" },
            { "DELETE", "/api/v1/role-rules/{id}", [], "platform" },
            {
                "PUT",
                "/api/v1/people/nobody/roles/payments/member",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            { "PUT", "/api/v1/people/nobody/roles/payments/approver", ["sam", "mina"], "owner platform" },
            { "DELETE", "/api/v1/people/nobody/roles/payments/member", ["grace"], "owner approver platform" },
            { "POST", "/api/v1/people/nobody/disable", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/people/nobody/enable", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/role-requests/{request}/grant", ["grace", "sam", "mina"], "owner approver platform" },
            { "POST", "/api/v1/role-requests/{request}/refuse", ["grace", "sam", "mina"], "owner approver platform" },
            { "POST", "/api/v1/delegations", ["grace"], "approver" },
            { "DELETE", "/api/v1/delegations/{delegation}", ["grace", "lin"], "platform" },
            { "POST", "/api/v1/break-glass/{access}/end", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/break-glass/{access}/review", ["sam", "mina"], "platform auditor" },
            { "POST", "/api/v1/people/nobody/hand-over", ["sam", "mina"], "platform" },
            { "PUT", "/api/v1/teams/payments", ["grace", "sam", "mina"], "owner approver platform" },
            { "POST", "/api/v1/access-reviews", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/portal-service-accounts", ["grace", "sam", "mina"], "owner approver platform" },
            { "PUT", "/api/v1/portal-service-accounts/{account}", ["grace", "sam", "mina"], "owner approver platform" },
            { "DELETE", "/api/v1/portal-service-accounts/{account}", ["grace"], "owner approver platform" },
            {
                "POST",
                "/api/v1/portal-service-accounts/{account}/disable",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "POST",
                "/api/v1/portal-service-accounts/{account}/enable",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "PUT",
                "/api/v1/portal-service-accounts/{account}/roles/payments/member",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "DELETE",
                "/api/v1/portal-service-accounts/{account}/roles/payments/member",
                ["grace"],
                "owner approver platform"
            },
            {
                "POST",
                "/api/v1/portal-service-accounts/{account}/tokens",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "POST",
                "/api/v1/portal-service-accounts/{account}/tokens/{token}/rotate",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "DELETE",
                "/api/v1/portal-service-accounts/{account}/tokens/{token}",
                ["grace"],
                "owner approver platform"
            },
            {
                "POST",
                "/api/v1/portal-service-accounts/{account}/workloads",
                ["grace", "sam", "mina"],
                "owner approver platform"
            },
            {
                "DELETE",
                "/api/v1/portal-service-accounts/{account}/workloads/{rule}",
                ["grace"],
                "owner approver platform"
            },
            {
                "POST",
                "/api/v1/changes/{id}/abort",
                ["ada", "grace", "noor", "sam", "mina"],
                "approver on-call platform"
            },
            { "POST", "/api/v1/changes/{id}/retry", ["noor", "sam", "mina"], "on-call platform" },
            { "POST", "/api/v1/changes/{id}/settle", ["noor", "sam", "mina"], "on-call platform" },
            { "DELETE", "/api/v1/changes/{id}/votes/mine", Everybody, "everybody" },
            { "PUT", "/api/v1/changes/{id}", ["ada", "grace", "sam", "mina"], "member approver platform" },
            { "PUT", "/api/v1/clusters/dev-eu-1", ["sam", "mina"], "platform" },
            { "POST", "/api/v1/tokens", Everybody, "everybody" },
            { "POST", "/api/v1/role-requests", Everybody, "everybody" },
        };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Who_may_not_is_refused_with_words(string method, string path, string[] allowed, string roles)
    {
        var call = await RouteCall.Prepare(web, method, path);
        foreach (var person in Everybody.Except(allowed).Except(method == "DELETE" ? ["sam", "mina"] : []))
        {
            (await Complaint(call, await Client(person))).ShouldBeNull($"{person}: {method} {path}");
        }

        foreach (var holder in Strangers(roles))
        {
            (await Complaint(call, await Client(holder.Handle))).ShouldBeNull($"{holder}: {method} {path}");
        }
    }

    [LongTheory]
    [MemberData(nameof(Operations))]
    public async Task Who_may_is_not_refused_for_who_they_are(
        string method,
        string path,
        string[] allowed,
        string roles
    )
    {
        // What nobody is named for would be gone for good.
        var holders = allowed is [] ? [] : SingleRole.All.Where(h => h.IsAmong(roles)).Select(h => h.Handle);
        foreach (var person in allowed.Concat(holders))
        {
            var call = await RouteCall.Prepare(web, method, path);
            using var answer = await call.Send(await Client(person));

            answer.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, $"{person}: {method} {path}");
            ((int)answer.StatusCode).ShouldBeLessThan(500);
        }
    }

    /// <summary>Of somebody to whom each check says yes the matrix complains: of the next role at the next operation.</summary>
    [Fact]
    public async Task A_check_that_is_forgotten_is_found()
    {
        var next = 0;
        foreach (var row in Operations.Where(row => !SingleRole.IsForEverybody((string)row[3])))
        {
            var strangers = Strangers((string)row[3]).ToList();
            var holder = strangers[next++ % strangers.Count];
            await holder.Unchecked(
                web,
                async () =>
                {
                    var call = await RouteCall.Prepare(web, (string)row[0], Spared((string)row[1]));
                    (await Complaint(call, await Client(holder.Handle))).ShouldNotBeNull(
                        $"{holder}: {row[0]} {row[1]}"
                    );
                }
            );
        }
    }

    /// <summary>Whatever is read, by everybody: what only some may see is named here, and everything else is for everybody who is signed in.</summary>
    [Fact]
    public async Task Who_may_not_see_something_is_refused_and_nobody_else_is()
    {
        var wrong = new List<string>();
        var operations = (await ApiDescription.Operations(web)).Where(o => !o.ChangesSomething).ToList();
        foreach (var operation in operations)
        {
            // Whoever has no role at all is refused where anybody is.
            var roles = Restricted.GetValueOrDefault(operation.Id);
            foreach (var holder in SingleRole.All.Where(h => roles is not null || h.Role is null))
            {
                using var answer = await (await Client(holder.Handle)).GetAsync(Sample(operation));
                if ((answer.StatusCode == HttpStatusCode.Forbidden) == holder.IsAmong(roles ?? "everybody"))
                {
                    wrong.Add($"{operation.Id} by {holder}: {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        Restricted.Keys.Except(operations.Select(o => o.Id)).ShouldBeEmpty();
        output.WriteLine(
            $"{operations.Count} operations that read: {Restricted.Count} for some, tried by {SingleRole.All.Length} holders of roles, and {operations.Count - Restricted.Count} for everybody, tried by who has none."
        );
        SecurityCounts.Says($"{operations.Count} that read");
    }

    [Fact]
    public async Task Every_operation_that_changes_something_is_in_the_matrix_or_checked_elsewhere()
    {
        var covered = Operations.Select(row => $"{row[0]} {row[1]}").ToHashSet(StringComparer.Ordinal);

        var changing = (await ApiDescription.Operations(web)).Where(o => o.ChangesSomething).ToList();
        changing
            .Where(o => !Elsewhere.ContainsKey(o.Id))
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
        Elsewhere.Keys.Except(changing.Select(o => o.Id)).ShouldBeEmpty();
        NamedTests.Missing(Elsewhere.Values).ShouldBeEmpty();
        Operations
            .Select(row => (string)row[3])
            .Concat(Restricted.Values)
            .SelectMany(SingleRole.Unknown)
            .ShouldBeEmpty();
        output.WriteLine(
            $"{changing.Count} operations that change something, {Elsewhere.Count} of them elsewhere; {Operations.Count} rows for {SingleRole.All.Length} holders of roles ({Enum.GetValues<Role>().Length} roles × {SingleRole.Teams.Length} teams, none, and {RoleScope.Roles.Count} elsewhere) and {Everybody.Length} people: {Operations.Count * (SingleRole.All.Length + Everybody.Length)} cells."
        );
        SecurityCounts.Says(
            $"{changing.Count} operations that change something, {Operations.Count} rows, {Operations.Count * (SingleRole.All.Length + Everybody.Length):N0} cells"
        );
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for()
    {
        var call = await RouteCall.Prepare(web, "POST", "/api/v1/changes/{id}/votes");
        using var answer = await call.Send(await Client("ada"));

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

    private static IEnumerable<SingleRole> Strangers(string roles) => SingleRole.All.Where(h => !h.IsAmong(roles));

    /// <returns>What is wrong with the answer to somebody who may not; null when nothing is.</returns>
    private static async Task<string?> Complaint(RouteCall call, HttpClient client)
    {
        using var answer = await call.Send(client);
        if (answer.StatusCode != HttpStatusCode.Forbidden)
        {
            return $"it was answered with {(int)answer.StatusCode}";
        }

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return problem.GetProperty("detail").GetString()!.Length > 20 ? null : "it was refused without words";
    }

    // Whoever is let in where a check is forgotten removes a cluster that isn't there: the other tests need theirs.
    private static string Spared(string path) =>
        path.StartsWith("/api/v1/clusters/dev-eu-1", StringComparison.Ordinal)
            ? path.Replace("dev-eu-1", "nowhere")
            : path;

    private static string Sample(ApiOperation operation) =>
        operation
            .Path.Replace("jobs/{cluster}/{name}", "jobs/prod-eu-1/payments-per-minute")
            .Replace("access/{cluster}/{name}", $"access/prod-eu-1/{WatchedAccess.Grant}")
            .Replace("{cluster}/{name}", "prod-eu-1/orders")
            .Replace("clusters/{name}", "clusters/dev-eu-1")
            .Replace("{handle}", "ada")
            .Replace("{team}", "payments")
            .Replace("{cluster}", "prod-eu-1")
            .Replace("{subject}", "orders-value")
            .Replace("{account}", "nobody")
            .Replace("{digest}", new string('a', 64))
            .Replace("{id}", "1")
            .Replace("{request}", "1")
            .Replace("{access}", "1")
            .Replace("{name}", "orders");

    private async Task<HttpClient> Client(string person) =>
        web.Clients.TryGetValue(person, out var there) ? there : web.Clients[person] = await web.As(person);
}
