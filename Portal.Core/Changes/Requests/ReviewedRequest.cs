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

        await ClusterRegister.Keep(db, asked.Resources.Select(r => r.Cluster), stop);
        var draft = await DraftCompletion.Of(db, kinds, asked, now, stop);
        var known = await DraftReading.Read(db, kinds, draft, stop);
        return known.Refusal(who, draft) is { } refusal ? refusal : new ReviewedRequest(draft, known);
    }
}
