using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>One account. Its password is held until the page is left, and nowhere else.</summary>
public sealed class ServiceAccountModel(
    ServiceAccountCatalogue accounts,
    AgreedAccounts agreed,
    AccessCatalogue access,
    ChangeList changes,
    PageRequest requests,
    CredentialShelf shelf,
    SecretVault vault,
    StoreWatch silence,
    TimeProvider clock,
    Me me
) : PageModel<ServiceAccountView>
{
    private const int ChangesShown = 20;
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    private (string Cluster, string Name, string Password)? _revealed;

    /// <summary>The password of the account that is shown, once this person has revealed it.</summary>
    public string? Password => _revealed is var (cluster, name, password) && Shows(cluster, name) ? password : null;

    public async Task Load(string cluster, string name, CancellationToken stop)
    {
        // The page may be another account's now.
        _revealed = Shows(cluster, name) ? _revealed : null;
        if (await accounts.Get(cluster, name, stop) is not { } row)
        {
            Show(
                new ViewState<ServiceAccountView>.NotFound(
                    $"There is no service account {name} on {cluster}",
                    "It has no SCRAM credentials there, or they were not read yet."
                )
            );
            return;
        }

        var about = new ChangeFilter(Cluster: row.ClusterId, Kind: ServiceAccountKind.Word, Name: name);
        Show(
            new ServiceAccountView(
                row,
                (await access.OfPrincipal(cluster, row.Principal, stop)).Grants,
                await changes.Page(about, null, ChangesShown, stop),
                await shelf.Waits(me.Caller, row.ClusterId, name, stop),
                requests.MayAsk(row.OwnerTeam, new(ServiceAccountKind.Word, row.ClusterId, name)),
                await agreed.Enabled(row.ClusterId, stop) is { Length: > 1 },
                clock.GetUtcNow()
            )
        );
    }

    /// <summary>Shows the password to its requester; from then on nobody else has it.</summary>
    public async Task Reveal()
    {
        if (Value is { Row: var row })
        {
            var outcome = await silence.Ask(() =>
                shelf.Take(me.Caller, row.ClusterId, row.Name, CancellationToken.None)
            );
            if (Value is { } now && Shows(row.Cluster, row.Name))
            {
                _revealed = outcome is Outcome<byte[]>.Done(var plain)
                    ? (row.Cluster, row.Name, vault.Open(plain))
                    : _revealed;
                // The second click of a double click finds it gone.
                Refused = Password is null ? (outcome as Outcome<byte[]>.Refused)?.Why : null;
                Show(now with { PasswordWaits = false });
            }
        }
    }

    private bool Shows(string cluster, string name) =>
        Value is { Row: var row } && (row.Cluster, row.Name) == (cluster, name);

    /// <param name="overlaps">The former password works for another week, by the mechanism that it is by.</param>
    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public Task<ChangeId?> AskToRotate(bool overlaps) =>
        Ask(
            spec => spec.Rotated(overlaps ? clock.GetUtcNow() + Overlap : null, Value?.Row.Seen),
            "Its password is due for rotation."
        );

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public Task<ChangeId?> AskToExtend() =>
        Ask(
            spec => spec with { FormerUntil = spec.FormerUntil + Overlap },
            "Some clients still sign in with the former password."
        );

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public Task<ChangeId?> AskToEndFormer() =>
        Ask(spec => spec.WithoutFormer, "No client needs the former password any more.");

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToDelete(string typed, string reason) =>
        Value is { Row: { Owner: { } owner } row }
            ? Shown(await requests.Delete((ServiceAccountKind.Word, row.Cluster, row.Name), owner, typed, reason))
            : null;

    private async Task<ChangeId?> Ask(Func<ServiceAccountSpec, ServiceAccountSpec> edit, string reason)
    {
        if (Value is not { Row: { Spec: { } spec, Owner: { } owner } row })
        {
            return null;
        }

        var draft = new ResourceDraft(
            ServiceAccountKind.Word,
            ResourceOperation.Update,
            row.Cluster,
            row.Name,
            edit(spec),
            Base: spec
        );
        return Shown(await requests.Ask(draft, owner, reason));
    }

    private ChangeId? Shown(Outcome<ChangeId> outcome)
    {
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }
}
