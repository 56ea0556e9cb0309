using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Identity;
using Portal.Web.Parts;

namespace Portal.Web.Layout;

/// <summary>
/// Finds resources, groups, changes, places and commands by a part of their name. Topics and groups are read out of memory, so
/// that keeps up with typing; the others come a moment later, out of the store, with the topics that are managed and in no snapshot.
/// </summary>
public sealed class Finder(
    SnapshotHits snapshots,
    ChangeList changes,
    KnownNames names,
    StoreWatch store,
    NavigationPlaces navigation,
    IEnumerable<IKindPlace> kinds,
    Me me
)
{
    private const int MostPerGroup = 8;

    // Topics are found in memory, managed or not, but for those that no snapshot has.
    private readonly Dictionary<ResourceKind, IKindPlace> _stored = kinds
        .Where(kind => kind.Kind != TopicKind.Word)
        .ToDictionary(kind => kind.Kind);

    /// <summary>Topics that no snapshot has, schemas, jobs and other kinds by their names; changes by number ("12", "#12") or by words.</summary>
    /// <returns>Null: the store doesn't answer.</returns>
    public async Task<IReadOnlyList<Hit>?> Stored(string typed, CancellationToken stop)
    {
        if (typed.Trim() is not { Length: > 0 } words)
        {
            return [];
        }

        try
        {
            var rows = await changes.Find(words, MostPerGroup, stop);
            var resources = await names.Like(words, _stored.Keys, MostPerGroup, stop);
            var topics = await names.Unseen(words, TopicKind.Word, MostPerGroup, stop);
            return [.. snapshots.Unseen(topics), .. resources.Select(Hit), .. rows.Select(Hit)];
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            store.Met(silence);
            return null;
        }
    }

    /// <param name="found">What <see cref="Stored"/> found for the same words; null: nothing yet, or the store doesn't answer.</param>
    public IReadOnlyList<Hit> Find(string typed, IReadOnlyList<Hit>? found = null)
    {
        var (words, stored) = (typed.Trim(), found ?? []);
        // Nothing typed: what can be done, instead of an arbitrary part of everything.
        return words.Length == 0
            ? [.. Commands()]
            :
            [
                .. Best(snapshots.Topics().Concat(stored.Where(SnapshotHits.IsTopic)), words),
                .. Best(snapshots.Groups(), words),
                .. stored.Where(hit => !SnapshotHits.IsTopic(hit)),
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

    private Hit Hit(KnownName found) =>
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
