using Portal.Core.People.Accounts;
using Portal.Web.Parts;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>How an account's state looks.</summary>
internal static class AccountTone
{
    public static Tone Of(AccountState state) =>
        state switch
        {
            AccountState.Active => Tone.Ok,
            AccountState.Disabled => Tone.Bad,
            _ => Tone.Off,
        };
}
