using Portal.Core.ServiceAccounts;
using Portal.Core.Wording;
using Portal.Web.Pages;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>What the list's address asks for. Empty lists narrow nothing.</summary>
public sealed record ServiceAccountQuery(string? Environment, string? Words, IReadOnlyCollection<string> Teams)
{
    public bool IsFiltered => Words is { Length: > 0 } || Teams.Count > 0;

    public bool Takes(ServiceAccountRow row) =>
        (Teams.Count == 0 || Teams.Contains(row.Owner ?? "", StringComparer.Ordinal))
        && (
            Words is not { Length: > 0 }
            || row.Name.Contains(Words, StringComparison.OrdinalIgnoreCase)
            || row.OwnerTitle?.Contains(Words, StringComparison.OrdinalIgnoreCase) == true
        );
}

/// <summary>The accounts at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
/// <param name="Sources">The clusters that may have accounts, and how those were read.</param>
public sealed record ServiceAccountsView(
    IReadOnlyList<ServiceAccountRow> Rows,
    IReadOnlyList<ServiceAccountRow> All,
    IReadOnlyList<CredentialSource> Sources,
    DateTimeOffset Now
)
{
    /// <summary>The clusters whose accounts were never read.</summary>
    public IReadOnlyList<string> Unread =>
        [.. Sources.Where(source => source.Reading?.ReadAt is null).Select(source => source.Cluster)];

    public string Summary => $"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "account", "accounts")}";
}

/// <summary>Accounts out of the store; a page view never asks a cluster.</summary>
public sealed class ServiceAccountListModel(
    ServiceAccountCatalogue accounts,
    CredentialSources sources,
    TimeProvider clock
) : PageModel<ServiceAccountsView>
{
    public async Task Load(ServiceAccountQuery query, CancellationToken stop)
    {
        var all = await accounts.All(query.Environment, stop);
        Show(
            new ServiceAccountsView(
                [.. all.Where(query.Takes)],
                all,
                await sources.All(query.Environment, stop),
                clock.GetUtcNow()
            )
        );
    }
}
