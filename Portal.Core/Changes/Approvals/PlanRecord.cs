using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Store;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// What the audit keeps of a plan once it is checked, and again of the one a run begins with: the audit is what is sealed, so it
/// has to tell what was applied, and on what evidence, without the table of plans and where nobody voted. Members that a vote's
/// record has too are named as there.
/// </summary>
/// <param name="RequiredApprovals">0: the rules approved it.</param>
/// <param name="Evidence">SHA-256 over the evidence as the store prints it, <c>evidence::text</c>.</param>
public sealed record PlanRecord(
    int Plan,
    string Hash,
    int RiskScore,
    RiskBand RiskBand,
    int RequiredApprovals,
    string Evidence
)
{
    /// <param name="plan">With its evidence as the store prints it.</param>
    public static PlanRecord Of(Plan plan, int requiredApprovals) =>
        new(
            plan.Number,
            plan.Hash,
            plan.RiskScore,
            plan.RiskBand,
            requiredApprovals,
            CanonicalForm.Hash(plan.EvidenceJson)
        );

    /// <summary>As the plan is stored now.</summary>
    public static async Task<PlanRecord> Read(PortalDb db, PlanId id, CancellationToken stop)
    {
        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == id, stop);
        var approvals = await db.Set<ApprovalStep>().Where(s => s.PlanId == id).SumAsync(s => s.Quorum, stop);
        return Of(plan, approvals);
    }

    public string ToJson() => CoreJson.Write(this);
}
