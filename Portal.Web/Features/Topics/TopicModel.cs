using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Schemas;
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
    PageRequest requests,
    Me me,
    TimeProvider time
) : PageModel<TopicView>
{
    private Drawing? _drawn;

    /// <summary>Why asking for its deletion was refused.</summary>
    public Refusal? Refused { get; private set; }

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
            Show(Missing(snapshot, name, owned, about));
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
                owned is not null && me.Caller.Memberships.Count > 0 && await requests.MayAsk(owned.Owner, stop)
            )
            {
                Span = span,
                Access = tab == "access" ? await access.OfTopic(cluster, name, stop) : null,
            }
        );
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
        var of = (cluster.Id, topic.Name, span.Key, span.Round(cluster.Collector.CycleAt));
        if (_drawn is { } known && known.Of == of)
        {
            return known;
        }

        var window = WindowOf(topic, span, time.GetUtcNow());
        return _drawn = new Drawing(of, window, await history.Rates(cluster.Id, topic.Name, window, stop));
    }

    private static Window WindowOf(TopicSnapshot topic, ChartSpan span, DateTimeOffset now) =>
        new(now - span.LengthAt(now - topic.FirstSeenAt), now, 180);

    // Asked for and not there yet, or there once: the words say which.
    private static ViewState<TopicView>.NotFound Missing(
        ClusterSnapshot cluster,
        string name,
        ManagedTopic? owned,
        IReadOnlyList<ChangeRow> about
    ) =>
        new(
            $"There is no topic {name} on {cluster.Name}",
            (owned, about) switch
            {
                (not null, _) when cluster.Collector.CycleAt is { } at && owned.CreatedAt > at =>
                    "It was created a moment ago; the next reading shows it here.",
                (not null, _) =>
                    "The portal manages it, but the cluster doesn't have it any more: somebody deleted it elsewhere.",
                (null, [var last, ..]) =>
                    $"The last change about it is #{last.Id}, {last.Title}: {last.State.InWords()}.",
                _ => "It never was, or it went before the portal watched this cluster.",
            }
        );

    private sealed record Drawing(
        (ClusterId Cluster, string Topic, string Span, DateTimeOffset? Round) Of,
        Window Window,
        IReadOnlyList<RatePoint> Rates
    );
}
