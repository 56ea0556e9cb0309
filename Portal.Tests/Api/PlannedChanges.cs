using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Changes as they are after the workers have planned them, without workers.</summary>
internal static class PlannedChanges
{
    private static int _named;

    public static object Request(string name, string owner = "payments", string cluster = "prod-eu-1") =>
        new
        {
            owner,
            reason = "For a test.",
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation = "create",
                    cluster,
                    name,
                    spec = new { partitions = 3, replication = 3 },
                },
            },
        };

    /// <summary>A change as it was read, sent again just so.</summary>
    public static async Task<HttpRequestMessage> Again(HttpResponseMessage read)
    {
        var change = JsonNode.Parse(await read.Content.ReadAsStringAsync())!;
        JsonNode[] resources =
        [
            .. change["resources"]!.AsArray().Select(got => Requested(got!.DeepClone().AsObject())),
        ];
        var request = new HttpRequestMessage(HttpMethod.Put, read.RequestMessage!.RequestUri)
        {
            Content = JsonContent.Create(
                new JsonObject
                {
                    ["owner"] = resources[0]["owner"]!.DeepClone(),
                    ["reason"] = change["reason"]!.DeepClone(),
                    ["resources"] = new JsonArray(resources),
                }
            ),
        };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return request;
    }

    // What is wanted has another name in a request, and a request's owner is that of a transfer.
    private static JsonObject Requested(JsonObject got)
    {
        got["spec"] = got["wanted"]?.DeepClone();
        got.Remove("wanted");
        got.Remove("newOwner");
        return got;
    }

    public static string NewName() => $"made.{Interlocked.Increment(ref _named)}";

    /// <summary>Asked for by Ada for Payments, planned, and waiting for an approver of Payments.</summary>
    public static async Task<(long Id, int Plan, string Hash)> Waiting(WatchedWeb web)
    {
        using var ada = await web.As("ada");
        return await Waiting(web, ada);
    }

    public static async Task<(long Id, int Plan, string Hash)> Waiting(WatchedWeb web, HttpClient by)
    {
        var name = NewName();
        using var asked = await by.PostAsJsonAsync("/api/v1/changes", Request(name));
        asked.EnsureSuccessStatusCode();
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("change")
            .GetProperty("id")
            .GetInt64();
        return (id, 1, await Plan(web, new ChangeId(id), name));
    }

    /// <summary>One of Ada's that was sent back to be edited, with its version.</summary>
    public static async Task<(ChangeId Id, uint Version)> SentBack(WatchedWeb web)
    {
        var (id, _, _) = await Waiting(web);
        await using var db = await web.Store.CreateDbContextAsync();
        var change = await db.Set<Change>().SingleAsync(c => c.Id == new ChangeId(id));
        change.State = ChangeState.ChangesRequested;
        await db.SaveChangesAsync();
        return (change.Id, change.Version);
    }

    private static async Task<string> Plan(WatchedWeb web, ChangeId id, string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var canonical = CanonicalForm.Write(
            new PlanBody([new CreateTopic(TopicKind.On(web.Prod, name), 3, 3, [])], [])
        );
        var plan = new Plan
        {
            ChangeId = id,
            Number = 1,
            Hash = CanonicalForm.Hash(canonical),
            FormVersion = CanonicalForm.Version,
            Canonical = canonical,
            EvidenceJson = CanonicalForm.Write(PlanEvidence.None),
            RiskScore = 15,
            RiskBand = RiskBand.Low,
            RiskReasons = [new RiskReason("It is in production.", 10)],
            MadeAt = web.Now,
        };
        db.Add(plan);
        await db.SaveChangesAsync();
        var payments = await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments);
        db.Add(
            new ApprovalStep
            {
                PlanId = plan.Id,
                Ordinal = 1,
                Title = "Owning team",
                TeamId = payments.Id,
                Quorum = 1,
                Resources = [0],
            }
        );
        var change = await db.Set<Change>().SingleAsync(c => c.Id == id);
        (change.State, change.PlanId) = (ChangeState.PendingApproval, plan.Id);
        await db.SaveChangesAsync();
        return plan.Hash;
    }
}
