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

/// <summary>An account with everything its page shows.</summary>
/// <param name="Grants">What it may do through the portal.</param>
/// <param name="PasswordWaits">A generated password waits for this person.</param>
/// <param name="MayChange">This person may ask to rotate or delete it.</param>
public sealed record ServiceAccountView(
    ServiceAccountRow Row,
    IReadOnlyList<AccessRow> Grants,
    IReadOnlyList<ChangeRow> Changes,
    bool PasswordWaits,
    bool MayChange,
    DateTimeOffset Now
);

/// <summary>One account. Its password is held until the page is left, and nowhere else.</summary>
public sealed class ServiceAccountModel(
    ServiceAccountCatalogue accounts,
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

    /// <summary>The password, once this person has asked for it.</summary>
    public string? Password { get; private set; }

    /// <summary>Why what was asked for was refused.</summary>
    public Refusal? Refused { get; private set; }

    public async Task Load(string cluster, string name, CancellationToken stop)
    {
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
                row.OwnerTeam is { } owner && me.May(new CallerAction.RequestChange(owner)).Granted,
                clock.GetUtcNow()
            )
        );
    }

    /// <summary>Shows the password to its requester; from then on nobody else has it.</summary>
    public async Task Reveal()
    {
        if (Value is { Row: var row } view)
        {
            var outcome = await silence.Ask(() =>
                shelf.Take(me.Caller, row.ClusterId, row.Name, CancellationToken.None)
            );
            Refused = (outcome as Outcome<byte[]>.Refused)?.Why;
            Password = outcome is Outcome<byte[]>.Done(var plain) ? vault.Open(plain) : Password;
            Show(view with { PasswordWaits = false });
        }
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToRotate()
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
            spec with
            {
                Rotation = spec.Rotation + 1,
            },
            Base: spec
        );
        return Shown(await requests.Ask(draft, owner, "Its password is due for rotation."));
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToDelete(string typed, string reason) =>
        Value is { Row: { Owner: { } owner } row }
            ? Shown(await requests.Delete((ServiceAccountKind.Word, row.Cluster, row.Name), owner, typed, reason))
            : null;

    private ChangeId? Shown(Outcome<ChangeId> outcome)
    {
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }
}
