using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>A request with which nothing is wrong, and what the store knows of it.</summary>
internal sealed record ReviewedRequest(ChangeDraft Draft, DraftReading Known)
{
    /// <summary>Reads it under locks that keep its clusters registered until the transaction ends.</summary>
    public static async Task<Outcome<ReviewedRequest>> Of(
        PortalDb db,
        ResourceKinds kinds,
        RequestOptions limits,
        FreshSignIn signIn,
        Caller who,
        ChangeDraft asked,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (DraftReview.TooMany(asked, limits) is { } tooMany)
        {
            return Refusal.Invalid(tooMany);
        }

        await OwnersLock.Keep(db, stop);
        await ClusterRegister.Keep(db, asked.Resources.Select(r => r.Cluster), stop);
        var draft = await DraftCompletion.Of(db, kinds, asked, now, stop);
        var known = await DraftReading.Read(db, kinds, draft, stop);
        return (known.Refusal(who, draft) ?? await SignInMissing(signIn, who, draft, known, stop)) is { } refusal
            ? refusal
            : new ReviewedRequest(draft, known);
    }

    private static async Task<Refusal?> SignInMissing(
        FreshSignIn signIn,
        Caller who,
        ChangeDraft draft,
        DraftReading known,
        CancellationToken stop
    ) =>
        draft.Resources.Any(r => r.Operation == ResourceOperation.Delete && known.Clusters[r.Cluster].IsProduction)
            ? await signIn.Missing(who, "Deleting in production", stop)
            : null;
}
