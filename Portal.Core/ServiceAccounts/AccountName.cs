using System.Text.RegularExpressions;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>What an account may be called: what the portal makes has a plain name, what a certificate says may be any text.</summary>
internal static partial class AccountName
{
    private const int Longest = 245; // a principal has 250 characters, and "User:" is five of them
    private const int LongestPlain = 100;

    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "An account needs a name, such as billing.",
            "." or ".." => "Choose a name other than . and ..",
            { Length: > Longest } => $"The name has {name.Length} characters; an account has at most {Longest}.",
            _ when name.Any(char.IsControl) || name != name.Trim() =>
                "Remove control characters, and spaces at the beginning or end of the name.",
            "ANONYMOUS" => "Kafka calls whoever doesn't sign in ANONYMOUS; choose another name.",
            Access.Acl.Any => "User:* is everybody; choose another name.",
            _ => null,
        };

    public static string? Problem(string name, AccountAuthentication authentication) =>
        authentication == AccountAuthentication.Tls ? EscapedName.Problem(name) ?? CertificateSubject.Problem(name)
        : name.Length > LongestPlain
            ? $"The name has {name.Length} characters; an account with a password has at most {LongestPlain}."
        : !Plain().IsMatch(name)
            ? "Use letters, digits, dots, underscores and hyphens. A certificate's subject is the name of an account with authentication tls."
        : null;

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Plain();
}
