using Portal.Core;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Tokens;

/// <summary>Tokens as this person may see them.</summary>
/// <param name="Everybody">Everybody's are shown, for platform.</param>
/// <param name="HasMore">There are older ones than are shown.</param>
public sealed record TokensView(IReadOnlyList<TokenRow> Rows, bool Everybody, bool MaySeeAll, bool HasMore);

/// <summary>API tokens: listed, made, revoked. What was just made is held until the page is left, and nowhere else.</summary>
public sealed class TokensModel(TokenManagement tokens, StoreWatch store, Toaster toaster, Me me)
    : PageModel<TokensView>
{
    public const int Shown = 500;

    /// <summary>The token just made, whose secret is shown this once.</summary>
    public CreatedToken? Created { get; private set; }

    public TimeSpan Longest => tokens.Longest;

    public async Task Load(bool everybody, CancellationToken stop)
    {
        if (!everybody)
        {
            Show(Of(await tokens.Mine(me.Known, null, Shown + 1, stop), everybody));
            return;
        }

        Show(
            await tokens.All(me.Known, null, Shown + 1, stop) switch
            {
                Outcome<IReadOnlyList<TokenRow>>.Done(var rows) => new ViewState<TokensView>.Ready(Of(rows, everybody)),
                Outcome<IReadOnlyList<TokenRow>>.Refused(var why) => new ViewState<TokensView>.Denied(
                    why.Words,
                    "Your own are listed under API tokens in the menu of your account."
                ),
                _ => throw new InvalidOperationException(),
            }
        );
    }

    public async Task Make(TokenWish wish)
    {
        var outcome = await store.Ask(() => tokens.Make(me.Known, wish, with: null, CancellationToken.None));
        Created = (outcome as Outcome<CreatedToken>.Done)?.Value ?? Created;
        Refused = (outcome as Outcome<CreatedToken>.Refused)?.Why;
        await Again();
    }

    public async Task Revoke(TokenRow row)
    {
        Refused = (
            await store.Ask(() => tokens.Revoke(me.Known, row.Id, CancellationToken.None)) as Outcome<TokenRow>.Refused
        )?.Why;
        if (Refused is null)
        {
            // Its secret is worth nothing any more.
            Created = Created?.Row.Id == row.Id ? null : Created;
            toaster.Say(new Toast(Tone.Ok, $"{row.Name} is revoked: requests with it are refused from now on."));
        }

        await Again();
    }

    private Task Again() => ReadAgain(store, () => Load(Value?.Everybody ?? false, CancellationToken.None));

    private TokensView Of(IReadOnlyList<TokenRow> rows, bool everybody) =>
        new([.. rows.Take(Shown)], everybody, TokenManagement.MaySeeAll(me.Known).Granted, rows.Count > Shown);
}
