using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>One topic: out of the snapshot, what is managed, its changes and its history. No page view asks the cluster.</summary>
public sealed class TopicModel(
    IClusterHealth health,
    IHealthHistory history,
    ManagedShelf managed,
    ManagedTopics topics,
    ChangeList changes,
    SchemaCatalogue schemas,
    AccessCatalogue access,
    ITopicJobs jobs,
    ITopicAccess acls,
    PageRequest requests,
    TimeProvider time
) : PageModel<TopicView>
{
    private const int MostPoints = 180;
    private Drawing? _drawn;

    public async Task Load(string cluster, string name, string? tab, ChartSpan span, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var snapshot = health.Current.Values.FirstOrDefault(known => known.Name == cluster);
        if (snapshot is null)
        {
            Show(
                new ViewState<TopicView>.NotFound(
                    $"There is no cluster {cluster}",
                    "It is not registered, or not any more."
                )
            );
            return;
        }

        var shelf = await managed.All(stop);
        var owned = shelf.GetValueOrDefault((snapshot.Id, name));
        var about = await changes.Page(
            new ChangeFilter(Cluster: snapshot.Id, Kind: TopicKind.Word, Name: name),
            null,
            TopicView.ChangesShown,
            stop
        );
        if (snapshot.Topics.GetValueOrDefault(name) is not { } topic)
        {
            Show(MissingTopic.Of(snapshot, name, owned, about));
            return;
        }

        var drawing = tab is null ? await Draw(snapshot, topic, span, stop) : null;
        Show(
            new TopicView(
                new TopicRow(snapshot, topic, owned),
                TopicReader.Of(snapshot, topic),
                about,
                owned is { Drifts: > 0 } ? await topics.Drifts(owned.Id, stop) : [],
                drawing?.Rates,
                drawing?.Window ?? WindowOf(topic, span, time.GetUtcNow()),
                tab == "schema" ? await schemas.OfTopic(cluster, name, stop) : null,
                [.. (await jobs.Of(snapshot.Id, [name], [], stop))[name]],
                owned is not null && await requests.MayAsk(owned.Owner, new(TopicKind.Word, snapshot.Id, name), stop)
            )
            {
                Span = span,
                Access = tab == "access" ? await access.OfTopic(cluster, name, stop) : null,
            }
        );
    }

    /// <summary>The ACLs that count for its name, as last seen; null: the store can't be asked now.</summary>
    public async Task<IReadOnlyCollection<TopicAcl>?> Acls()
    {
        try
        {
            return Value is { } view
                ? [.. (await acls.Of(view.Cluster.Id, [view.Topic.Name], default))[view.Topic.Name]]
                : [];
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            return null;
        }
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToDelete(string typed, string reason)
    {
        if (Value is not { Row.Managed: { } owned } view)
        {
            return null;
        }

        var on = (TopicKind.Word, view.Cluster.Name, owned.Name);
        var outcome = await requests.Delete(on, owned.Owner, typed, reason);
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }

    // The past is read once a round of the collector, however often the page opens again in between.
    private async Task<Drawing> Draw(
        ClusterSnapshot cluster,
        TopicSnapshot topic,
        ChartSpan span,
        CancellationToken stop
    )
    {
        var now = time.GetUtcNow();
        var of = (cluster.Id, topic.Name, span.Key, span.Round(cluster.Collector, now));
        if (_drawn is { } known && known.Of == of)
        {
            return known;
        }

        var window = WindowOf(topic, span, now);
        return _drawn = new Drawing(of, window, await history.Rates(cluster.Id, topic.Name, window, stop));
    }

    // Readings that are kept for long lie minutes apart: a mean over less than a reader's rhythm is nothing or many times what it reads.
    private static Window WindowOf(TopicSnapshot topic, ChartSpan span, DateTimeOffset now)
    {
        var length = span.LengthAt(now - topic.FirstSeenAt);
        var most = length > ReadingTier.Full.Kept ? (int)(length / SeldomPace.LongestRhythm) : MostPoints;
        return new(now - length, now, Math.Min(MostPoints, most));
    }

    private sealed record Drawing(
        (ClusterId Cluster, string Topic, string Span, DateTimeOffset? Round) Of,
        Window Window,
        IReadOnlyList<RatePoint> Rates
    );
}
