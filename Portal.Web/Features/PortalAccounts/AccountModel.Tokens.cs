using Portal.Core;
using Portal.Core.People;
using Portal.Core.People.Accounts;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>The tokens of the account.</summary>
public sealed partial class AccountModel
{
    private CreatedToken? _created;

    /// <summary>The token just created of the account that is shown, whose secret is shown this once.</summary>
    public CreatedToken? Created => _created?.Row.Person == Name ? _created : null;

    public TimeSpan Longest => tokens.Longest;

    public Task Create(TokenWish wish) =>
        Did(
            () => Keep(tokens.Create(me.Known, Name, wish, with: null, CancellationToken.None)),
            "The token is created."
        );

    public Task Rotate((TokenRow Old, RotationWish Wish) rotation) =>
        Did(
            () =>
                Keep(tokens.Rotate(me.Known, Name, rotation.Old.Id, rotation.Wish, with: null, CancellationToken.None)),
            "The token is rotated."
        );

    public Task Revoke(TokenRow row) =>
        Did(
            () => Drop(tokens.Revoke(me.Known, Name, row.Id, CancellationToken.None)),
            $"{row.Name} is revoked: requests with it are refused from now on."
        );

    // Before anything is read again: nobody can read the secret a second time.
    private async Task<Outcome<CreatedToken>> Keep(Task<Outcome<CreatedToken>> creating)
    {
        var outcome = await creating;
        _created = (outcome as Outcome<CreatedToken>.Done)?.Value ?? _created;
        return outcome;
    }

    // The secret of what is revoked is worth nothing any more.
    private async Task<Outcome<TokenRow>> Drop(Task<Outcome<TokenRow>> revoking)
    {
        var outcome = await revoking;
        if (outcome is Outcome<TokenRow>.Done({ Id: var revoked }) && _created?.Row.Id == revoked)
        {
            _created = null;
        }

        return outcome;
    }
}
