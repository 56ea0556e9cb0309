using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Planning;

/// <summary>Writes a plan beside its change: the hashed bytes, what was seen, what the checks say, who must approve.</summary>
public sealed class PlanRecords(TimeProvider clock)
{
    /// <returns>What the checks and rules make of the plan, as the lifecycle asks for it, in words, and for the audit.</returns>
    public async Task<(ChangeEvent.Checked Happened, string Words, PlanRecord Record)> Write(
        PortalDb db,
        Change change,
        PlanProposal.Ready made,
        CancellationToken stop
    )
    {
        foreach (var claim in made.Body.Steps.OfType<ClaimOwnership>())
        {
            change.Resources.Single(r => r.On == claim.On).Wanted = claim.Spec;
        }

        var plan = await Add(db, change, made, stop);
        change.PlanId = plan.Id;
        db.AddRange(
            made.Findings.Select(f => new CheckResult
            {
                PlanId = plan.Id,
                Name = f.Name,
                Verdict = f.Verdict,
                Words = f.Words,
                SeenAt = plan.MadeAt,
                Resource = change.Resources.Find(r => r.On == f.On)?.Ordinal,
            })
        );
        var steps = made.Approvals;
        db.AddRange(
            steps.Select(s => new ApprovalStep
            {
                PlanId = plan.Id,
                Ordinal = s.Ordinal,
                Title = s.Title,
                TeamId = s.Team,
                Quorum = s.Quorum,
                IsOverride = s.IsOverride,
                Resources = [.. s.Resources],
            })
        );
        var blocked = made.Findings.FirstOrDefault(f => f.Verdict == CheckVerdict.Blocked);
        return (
            new ChangeEvent.Checked(blocked is not null, steps.Count == 0),
            (blocked, steps) switch
            {
                ({ } wrong, _) => wrong.Words,
                (_, []) => "All checks passed; no approval needed.",
                (_, [var first, ..]) => $"Waiting for approval: {first.Title}.",
            },
            PlanRecord.Of(plan, steps.Sum(s => s.Quorum))
        );
    }

    private async Task<Plan> Add(PortalDb db, Change change, PlanProposal.Ready made, CancellationToken stop)
    {
        var canonical = CanonicalForm.Write(made.Body);
        var evidence = CanonicalForm.Write(made.Evidence);
        // The audit keeps a hash of the evidence: jsonb gives it back in a spelling of its own, which is the one to hash.
        var stored = await db
            .Database.SqlQuery<Stored>(
                $"""
                select coalesce(max(number), 0) as "Last", {evidence}::jsonb::text as "Evidence"
                from plan where change_id = {change.Id.Value}
                """
            )
            .SingleAsync(stop);
        var plan = new Plan
        {
            ChangeId = change.Id,
            Number = stored.Last + 1,
            Hash = CanonicalForm.Hash(canonical),
            FormVersion = CanonicalForm.Version,
            Canonical = canonical,
            EvidenceJson = stored.Evidence,
            RiskScore = made.Risk.Score,
            RiskBand = made.Risk.Band,
            RiskReasons = [.. made.Risk.Reasons],
            MadeAt = clock.GetUtcNow(),
        };
        db.Add(plan);
        await db.SaveChangesAsync(stop);
        return plan;
    }

    /// <param name="Last">The number of the change's newest plan; 0 before the first.</param>
    private sealed record Stored(int Last, string Evidence);
}
