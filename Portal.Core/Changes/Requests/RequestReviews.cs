using Microsoft.Extensions.Options;
using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>Looks a request over before it is stored.</summary>
public sealed class RequestReviews(
    ResourceKinds kinds,
    IEnumerable<IPreviewReader> previews,
    FreshSignIn signIn,
    IOptions<RequestOptions> limits,
    TimeProvider clock
)
{
    /// <summary>Reads it under locks that keep its clusters registered until the transaction ends. What it was saved as ends in that transaction.</summary>
    internal async Task<Outcome<ReviewedRequest>> Of(PortalDb db, Caller who, ChangeDraft asked, CancellationToken stop)
    {
        if (DraftReview.TooMany(asked, limits.Value) is { } tooMany)
        {
            return Refusal.Invalid(tooMany);
        }

        if (await SentDraft.End(db, who, asked.From, stop) is { } sent)
        {
            return sent;
        }

        var now = clock.GetUtcNow();
        await OwnersLock.Keep(db, stop);
        await ClusterRegister.Keep(db, asked.Resources.Select(r => r.Cluster), stop);
        var clusters = await DraftCluster.Read(db, asked, stop);
        var owned = await DraftCompletion.Owned(db, kinds, asked, clusters, stop);
        var known = await DraftReading.Read(db, kinds, previews, owned, clusters, now, stop);
        var draft = DraftCompletion.Filled(owned, known);
        return (known.Refusal(who, draft) ?? await SignInMissing(who, draft, known, stop)) is { } refusal
            ? refusal
            : new ReviewedRequest(draft, known);
    }

    private async Task<Refusal?> SignInMissing(
        Caller who,
        ChangeDraft draft,
        DraftReading known,
        CancellationToken stop
    ) =>
        draft.Resources.Any(r => r.Operation == ResourceOperation.Delete && known.Clusters[r.Cluster].IsProduction)
            ? await signIn.Missing(who, "Deleting in production", stop)
            : null;
}
