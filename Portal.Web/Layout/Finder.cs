using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Identity;
using Portal.Web.Parts;
using Portal.Web.Preferences;

namespace Portal.Web.Layout;

/// <summary>
/// Finds resources, groups, changes, places and commands by a part of their name. Topics and groups are read out of memory, so
/// that keeps up with typing; the others come a moment later, out of the store.
/// </summary>
public sealed class Finder(
    IClusterHealth health,
    Workplace workplace,
    ChangeList changes,
    ManagedNames managed,
    StoreWatch store,
    NavigationPlaces navigation,
    IEnumerable<IKindPlace> kinds,
    Me me
)
{
    private const int MostPerGroup = 8;

    // Topics are found in memory, managed or not.
    private readonly Dictionary<ResourceKind, IKindPlace> _stored = kinds
        .Where(kind => kind.Kind != TopicKind.Word)
        .ToDictionary(kind => kind.Kind);

    /// <summary>Schemas and jobs by their names, changes by number ("12", "#12") or by words; a store that is silent has none.</summary>
    public async Task<IReadOnlyList<Hit>> Stored(string typed, CancellationToken stop)
    {
        if (typed.Trim() is not { Length: > 0 } words)
        {
            return [];
        }

        try
        {
            var rows = await changes.Page(new ChangeFilter(Search: words), null, MostPerGroup, stop);
            var resources = await managed.Like(words, _stored.Keys, MostPerGroup, stop);
            return [.. resources.Select(Hit), .. rows.Select(Hit)];
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            store.Met();
            return [];
        }
    }

    /// <param name="found">What <see cref="Stored"/> found for the same words.</param>
    public IReadOnlyList<Hit> Find(string typed, IReadOnlyList<Hit>? found = null)
    {
        var words = typed.Trim();
        // Nothing typed: what can be done, instead of an arbitrary part of everything.
        return words.Length == 0
            ? [.. Commands()]
            :
            [
                .. Best(Topics(), words),
                .. Best(Groups(), words),
                .. found ?? [],
                .. Best(Commands(), words),
                .. Offered(RequestHits.TopicNamed(words)),
            ];
    }

    // What begins with the words comes before what only has them somewhere.
    private static IEnumerable<Hit> Best(IEnumerable<Hit> hits, string words) =>
        hits.Select(hit => (hit, at: hit.Name.IndexOf(words, StringComparison.OrdinalIgnoreCase)))
            .Where(found => found.at >= 0)
            .OrderBy(found => found.at > 0)
            .ThenBy(found => found.hit.Name, StringComparer.Ordinal)
            .Select(found => found.hit)
            .Take(MostPerGroup);

    private IEnumerable<Hit> Topics() =>
        from cluster in Clusters
        from topic in cluster.Topics.Values
        where !topic.IsInternal
        select new Hit(
            "Topics",
            Glyph.Topic,
            topic.Name,
            Addresses.Topic(cluster.Name, topic.Name),
            cluster.Name,
            cluster.Environment
        );

    private IEnumerable<Hit> Groups() =>
        from cluster in Clusters
        from name in cluster.Groups.Keys
        select new Hit(
            "Consumers",
            Glyph.Group,
            name,
            Addresses.Group(cluster.Name, name),
            cluster.Name,
            cluster.Environment
        );

    private Hit Hit(ManagedName found) =>
        new(
            _stored[found.Kind].Place.Name,
            _stored[found.Kind].Place.Glyph,
            found.Name,
            _stored[found.Kind].Address(found.Cluster, found.Name),
            found.Cluster,
            found.Environment
        );

    private static Hit Hit(ChangeRow row) =>
        new(
            "Changes",
            Glyph.Change,
            $"#{row.Id} {row.Title}",
            Addresses.Change(row.Id),
            ChangeTone.Of(row.State).Word,
            row.Environment
        );

    // The environment that is looked at comes first, but search finds everything.
    private IEnumerable<ClusterSnapshot> Clusters =>
        health.Current.Values.OrderBy(cluster => cluster.Environment != workplace.Environment);

    // To whoever may request something for some team.
    private Hit[] Offered(params Hit[] requests) => me.May(new CallerAction.ChooseOwner(null)).Granted ? requests : [];

    private IEnumerable<Hit> Commands() =>
        [
            .. navigation.Places.Select(place => new Hit(
                "Go to",
                place.Glyph,
                place.Name,
                place.Address,
                $"g {place.Key}"
            )),
            .. Offered(RequestHits.All),
            new Hit("Go to", Glyph.Job, "SQL studio", Addresses.Studio),
            new Hit("Go to", Glyph.Lock, "API tokens", Addresses.Tokens),
        ];
}
