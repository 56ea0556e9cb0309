using System.Net.Http.Json;
using System.Text.Json;
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
