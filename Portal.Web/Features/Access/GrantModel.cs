using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Access;

/// <summary>A grant with everything its page shows.</summary>
/// <param name="Acls">The entries it holds, as they were written down.</param>
/// <param name="Mechanism">How its principal signs in; null where that wasn't seen.</param>
/// <param name="IsByCertificate">Its principal is an account whose clients sign in with a certificate.</param>
/// <param name="Changes">Those about it, newest first.</param>
/// <param name="MayEnd">This person may ask to remove it.</param>
/// <param name="MayExtend">This person may ask the data's owner for more time.</param>
public sealed record GrantView(
    AccessRow Row,
    IReadOnlyList<Acl> Acls,
    IReadOnlyList<Acl> Missing,
    AclSource? Source,
    CredentialMechanism? Mechanism,
    bool IsByCertificate,
    IReadOnlyList<ChangeRow> Changes,
    bool MayEnd,
    bool MayExtend,
    DateTimeOffset Now
)
{
    public const int ChangesShown = 20;

    /// <summary>How much longer one click asks for.</summary>
    public const int ExtendedDays = 90;

    /// <summary>Until when one click asks: from now or from its end, whichever is later, and no longer than the calendar goes.</summary>
    public static DateTimeOffset Later(DateTimeOffset expires, DateTimeOffset now)
    {
        var from = expires > now ? expires : now;
        return from < DateTimeOffset.MaxValue.AddDays(-ExtendedDays)
            ? from.AddDays(ExtendedDays)
            : DateTimeOffset.MaxValue;
    }

    /// <summary>How many changes there are about it; null when there may be more than are shown.</summary>
    public int? ChangeCount => Changes.Count < ChangesShown ? Changes.Count : null;
}

/// <summary>One grant: what it allows, until when, and its changes. No page view asks the cluster.</summary>
public sealed class GrantModel(
    AccessCatalogue access,
    AccessLedger ledger,
    ServiceAccountCatalogue accounts,
    ChangeList changes,
    PageRequest requests,
    TimeProvider clock,
    Me me
) : PageModel<GrantView>
{
    public async Task Load(string cluster, string name, CancellationToken stop)
    {
        if (await access.Get(cluster, name, stop) is not { } row)
        {
            Show(
                new ViewState<GrantView>.NotFound(
                    $"There is no grant {name} on {cluster}",
                    "It ended, or was never applied."
                )
            );
            return;
        }

        var held = (await ledger.Of(row.ClusterId, [name], stop)).GetValueOrDefault(name);
        var about = new ChangeFilter(Cluster: row.ClusterId, Kind: AccessKind.Word, Name: name);
        var signsIn = await accounts.SignsInBy(row.ClusterId, row.Spec.Principal["User:".Length..], stop);
        Show(
            new GrantView(
                row,
                held?.Acls ?? [],
                row.Missing == 0 || held is null ? [] : await access.Missing(row.ClusterId, held.Acls, stop),
                await access.Source(cluster, stop),
                signsIn.Mechanism,
                signsIn.IsByCertificate,
                await changes.Page(about, null, GrantView.ChangesShown, stop),
                row.IsManaged && requests.MayAsk(row.OwnerTeam, new(AccessKind.Word, row.ClusterId, row.Name)),
                me.May(new CallerAction.RequestAccess()).Granted,
                clock.GetUtcNow()
            )
        );
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToEnd(string typed, string reason) =>
        Value is { Row: var row }
            ? Shown(await requests.Delete((AccessKind.Word, row.Cluster, row.Name), row.Owner, typed, reason))
            : null;

    /// <summary>Asks the data's owner for more time, from now or from its end, whichever is later.</summary>
    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToExtend()
    {
        if (Value is not { Row: { Expires: { } expires, IsExtensible: true } row })
        {
            return null;
        }

        var until = GrantView.Later(expires, clock.GetUtcNow());
        var draft = new ResourceDraft(
            AccessKind.Word,
            ResourceOperation.Update,
            row.Cluster,
            row.Name,
            row.Spec with
            {
                Expires = until,
            },
            Base: row.Spec
        );
        return Shown(await requests.Ask(draft, row.Owner, $"{row.Spec.Principal} still needs it."));
    }

    private ChangeId? Shown(Outcome<ChangeId> outcome)
    {
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }
}
