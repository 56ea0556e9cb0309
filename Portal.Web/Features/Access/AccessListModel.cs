using Portal.Core.Access;
using Portal.Core.Wording;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Access;

/// <summary>What the list's address asks for. Empty lists narrow nothing.</summary>
public sealed record AccessQuery(
    string? Environment,
    string? Words,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Principals,
    IReadOnlyCollection<string> Modes,
    bool ExpiringOnly
)
{
    public bool IsFiltered =>
        Words is { Length: > 0 } || ExpiringOnly || Teams.Count + Principals.Count + Modes.Count > 0;

    public bool Takes(AccessRow row, DateTimeOffset now) =>
        (Teams.Count == 0 || Teams.Contains(row.Owner, StringComparer.Ordinal))
        && (Principals.Count == 0 || Principals.Contains(row.Spec.Principal, StringComparer.Ordinal))
        && (Modes.Count == 0 || Modes.Contains($"{row.Spec.Mode}", StringComparer.Ordinal))
        && (!ExpiringOnly || row.ExpiresSoon(now))
        && (
            Words is not { Length: > 0 } words
            || new[] { row.Name, row.Spec.Principal, row.Spec.Topic, row.OwnerTitle }.Any(text =>
                text.Contains(words, StringComparison.OrdinalIgnoreCase)
            )
        );
}

/// <summary>The grants at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
/// <param name="Unmanaged">ACLs that no grant holds.</param>
/// <param name="Sources">The clusters that may have ACLs.</param>
public sealed record AccessView(
    IReadOnlyList<AccessRow> Rows,
    IReadOnlyList<AccessRow> All,
    IReadOnlyList<UnmanagedAcl> Unmanaged,
    IReadOnlyList<AclSource> Sources,
    DateTimeOffset Now
)
{
    public string Summary =>
        string.Join(
            " · ",
            new[]
            {
                $"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "grant", "grants")}",
                Rows.Count(row => row.ExpiresSoon(Now)) is > 0 and var soon ? $"{soon} expiring soon" : "",
                Rows.Count(row => row.Denies.Count > 0) is > 0 and var denied ? $"{denied} denied" : "",
                Rows.Count(row => row.Missing > 0) is > 0 and var drifted ? $"{drifted} drifted" : "",
            }.Where(part => part.Length > 0)
        );
}

/// <summary>Grants out of the store, read once for all who look at them; a page view never asks a cluster.</summary>
public sealed class AccessListModel(AccessCatalogue access, AccessShelf shelf, TimeProvider clock)
    : PageModel<AccessView>
{
    public async Task Load(AccessQuery query, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var sources = await access.Sources(query.Environment, stop);
        var read = await shelf.Of(
            [.. sources.OrderBy(source => source.Cluster, StringComparer.Ordinal)],
            isOpening: Value is null,
            stop
        );
        List<AccessRow> all = [.. read.SelectMany(on => on.Grants)];
        Show(
            new AccessView(
                [.. all.Where(row => query.Takes(row, now))],
                all,
                [.. read.SelectMany(on => on.Unmanaged)],
                sources,
                now
            )
        );
    }
}
