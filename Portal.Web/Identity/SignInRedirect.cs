using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Web.Identity;

/// <summary>
/// Brings the browser of an open page to the sign-in, as a new document, so that the old circuit ends. Past what the page draws: a browser that is
/// behind with drawing is sent nothing more, because its word that it has drawn isn't listened to any longer. The browser knows where it is: a
/// form has its draft in the address there and nowhere else.
/// </summary>
internal sealed class SignInRedirect(IJSRuntime browser, NavigationManager navigation)
{
    public async Task Go(CancellationToken closed)
    {
        try
        {
            await browser.InvokeVoidAsync("portal.signIn", closed);
        }
        catch (JSException)
        {
            await GoByItself(closed);
        }
        catch (Exception away) when (IsAway(away))
        {
            // Its connection is down: it goes there when it is back.
        }
    }

    // Its scripts aren't there, or are those of a version before.
    private async Task GoByItself(CancellationToken closed)
    {
        var here = "/" + navigation.ToBaseRelativePath(navigation.Uri);
        try
        {
            await browser.InvokeVoidAsync("location.assign", closed, $"/sign-in?to={Uri.EscapeDataString(here)}");
        }
        catch (Exception away) when (IsAway(away))
        {
            // As above.
        }
    }

    private static bool IsAway(Exception failure) =>
        failure is JSException or JSDisconnectedException or InvalidOperationException;
}
