using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>What came of a request when it was about to be submitted.</summary>
/// <param name="Submitted">None when nothing was left to request; two where a part of it depends on what was requested meanwhile.</param>
/// <param name="Now">Its documents against what is there by then.</param>
public sealed record SubmittedPart(IReadOnlyList<SubmittedRequest> Submitted, SpecDifference Now);

/// <summary>
/// Submits what was planned. Between the comparison and this, another apply may have requested the same: its documents are compared
/// once more, and nobody else submits specs meanwhile, so that of two at the same moment one requests a thing and the other finds it requested.
/// </summary>
public sealed class SpecSubmission(
    IDbContextFactory<PortalDb> store,
    SpecComparison comparison,
    ChangeRequests requests,
    ChangeMover mover,
    ResourceKinds kinds
)
{
    internal const long AdvisoryLock = 0x737065637300; // "specs"

    private readonly ReplacedChanges _replaced = new(mover, kinds);

    public async Task<Outcome<SubmittedPart>> Submit(
        Caller who,
        SpecRequest planned,
        string reason,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Whoever is frozen while it has the lock loses it: others go on.
        await db.Database.ExecuteSqlAsync($"set local idle_in_transaction_session_timeout = '30s'", stop);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLock})", stop);
        var now = await comparison.Of(who, planned.Documents, reason, stop);
        if (now.Problems.Count > 0)
        {
            return SpecProblemList.Of(now.Problems).ToRefusal();
        }

        var submitted = new List<SubmittedRequest>();
        foreach (var request in now.Requests)
        {
            switch (await requests.Submit(db, who, request.Draft, stop))
            {
                case Outcome<ChangeId>.Done(var id):
                    submitted.Add(new(id, request, request.AfterOpen));
                    break;
                case Outcome<ChangeId>.Refused({ Fields: { } fields }):
                    return SpecProblemList.Of(request.Problems(fields)).ToRefusal();
                case Outcome<ChangeId>.Refused(var why):
                    return why;
                case var unknown:
                    throw new InvalidOperationException(unknown.GetType().Name);
            }
        }

        var done = new List<SubmittedRequest>();
        foreach (var request in submitted)
        {
            done.Add(request with { Replaces = await _replaced.Cancel(db, who, request.Change, stop) });
        }

        await transaction.CommitAsync(stop);
        return new SubmittedPart(done, now);
    }
}
