using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Web.Identity.OpenId;

/// <summary>What a way to the provider carries along when somebody who is signed in is to prove once more who they are.</summary>
internal sealed record SignInAgain(long Session, DateTimeOffset Begun)
{
    private const string SessionItem = "again";
    private const string BegunItem = "again-begun";

    public static SignInAgain? Of(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(SessionItem, out var session)
        && properties.Items.TryGetValue(BegunItem, out var begun)
            ? new(
                long.Parse(session!, CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(begun!, CultureInfo.InvariantCulture))
            )
            : null;

    public void Travel(AuthenticationProperties properties)
    {
        properties.Items[SessionItem] = Session.ToString(CultureInfo.InvariantCulture);
        properties.Items[BegunItem] = Begun.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The provider must not take its own open session for a proof, and has to state when it got one (OpenID Connect Core, 3.1.2.1).</summary>
    public static string Demanded(string address) =>
        QueryHelpers.AddQueryString(
            address,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["prompt"] = "login", ["max_age"] = "0" }
        );

    /// <param name="provedAt">When the provider states that the person proved who they are; null: it doesn't.</param>
    public bool IsMet(DateTimeOffset? provedAt, TimeSpan skew) => provedAt is { } at && at + skew >= Begun;
}
