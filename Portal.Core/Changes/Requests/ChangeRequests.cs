using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>Asking for a change, and mending what was asked for after it was sent back.</summary>
public sealed class ChangeRequests(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    ChangeMover mover,
    RequestReviews reviews,
    TimeProvider clock
)
{
    /// <summary>How long a change waits for approval before it expires.</summary>
    public static readonly TimeSpan ExpiresAfter = TimeSpan.FromDays(14);

    /// <summary>What an edit is refused with that would overwrite another.</summary>
    public static readonly Refusal Changed = Refusal.Conflict(
        "Somebody changed this request since you opened it. Open it in another tab to compare: what you typed stays here."
    );

    /// <summary>Stores the request and hands it to the planners. Nothing is stored when it is refused.</summary>
    public async Task<Outcome<ChangeId>> Submit(Caller who, ChangeDraft draft, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var outcome = await Submit(db, who, draft, stop);
        if (outcome is Outcome<ChangeId>.Done)
        {
            await transaction.CommitAsync(stop);
        }

        return outcome;
    }

    /// <summary>The same in a transaction that the caller has begun, and commits unless it is refused.</summary>
    public async Task<Outcome<ChangeId>> Submit(PortalDb db, Caller who, ChangeDraft asked, CancellationToken stop)
    {
        var review = await reviews.Of(db, who, asked, stop);
        if (review is not Outcome<ReviewedRequest>.Done(var (draft, read)))
        {
            return ((Outcome<ReviewedRequest>.Refused)review).Why;
        }

        var change = read.ToChange(who, draft, clock.GetUtcNow());
        db.Add(change);
        await db.SaveChangesAsync(stop);
        await mover.Move(
            db,
            change,
            new ChangeEvent.Submitted(),
            who.Actor,
            "change.submitted",
            "Requested; the plan is being computed.",
            stop,
            RequestRecord.Of(change, read, asked.From?.Id).ToJson()
        );
        db.Add(
            new Due
            {
                Kind = DueKind.ChangeExpires,
                SubjectId = change.Id.Value,
                DueAt = change.ExpiresAt,
            }
        );
        await db.SaveChangesAsync(stop);
        return change.Id;
    }

    /// <summary>Replaces what is asked for by an edited request, after it was sent back.</summary>
    /// <param name="version">The version of the change the person saw; another one is refused.</param>
    public async Task<Outcome<ChangeId>> Resubmit(
        Caller who,
        ChangeId id,
        uint version,
        ChangeDraft asked,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var review = await reviews.Of(db, who, asked, stop);
        if (review is not Outcome<ReviewedRequest>.Done(var (draft, read)))
        {
            return ((Outcome<ReviewedRequest>.Refused)review).Why;
        }

        if (await ChangeMover.Lock(db, id, stop) is not { } change)
        {
            return Refusal.NotFound($"There is no change {id}.");
        }

        var resources = read.ToResources(draft).ToList();
        if (Resubmission.May(who, change, resources) is { Granted: false } permission)
        {
            return Refusal.Denied(permission.Words);
        }

        if (change.Version != version)
        {
            return Changed;
        }

        if (
            await Resubmission.Refused(db, kinds, who, change, read.EnvironmentOf(draft), resources, stop) is
            { } refusal
        )
        {
            return refusal;
        }

        change.Title = read.TitleOf(draft);
        change.Reason = draft.Reason.Trim();
        change.Authors = [.. change.Authors.Union(who.Authors, StringComparer.Ordinal)];
        change.ExpiresAt = clock.GetUtcNow() + ExpiresAfter;
        // The former plan and its votes stay, and are about resources that may not be there any more.
        change.PlanId = null;
        // Before the new ones are written: their places and names are the same.
        change.Resources.Clear();
        await db.SaveChangesAsync(stop);
        change.Resources.AddRange(resources);
        if (
            await mover.Move(
                db,
                change,
                new ChangeEvent.Submitted(),
                who.Actor,
                "change.resubmitted",
                "Requested again; the plan is being computed.",
                stop,
                RequestRecord.Of(change, read, asked.From?.Id).ToJson()
            )
            is Move.Refusal(var words)
        )
        {
            return Refusal.Conflict(words);
        }

        await db.Set<Due>()
            .Where(d => d.Kind == DueKind.ChangeExpires && d.SubjectId == id.Value)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.DueAt, change.ExpiresAt), stop);
        await transaction.CommitAsync(stop);
        return id;
    }
}
