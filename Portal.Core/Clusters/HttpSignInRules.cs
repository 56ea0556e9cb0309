namespace Portal.Core.Clusters;

/// <summary>What a sign-in to an HTTP API must be. Fields are named as the API names them.</summary>
internal static class HttpSignInRules
{
    private const int LongestPassword = 1_000;
    private const int LongestToken = 8_000;

    public static IEnumerable<KeyValuePair<string, string>> Problems(HttpDraft draft, Uri? url, bool keepsSecret)
    {
        var unfit = Unfit(draft).ToList();
        if (unfit.Count > 0)
        {
            return unfit;
        }

        if (draft.Method == HttpSignInMethod.Bearer)
        {
            return Token(draft, url, keepsSecret) is { } wrong ? [new("token", wrong)] : [];
        }

        return Basic(draft, url, keepsSecret);
    }

    // What is given and would be dropped: whoever gave it counts on it.
    private static IEnumerable<KeyValuePair<string, string>> Unfit(HttpDraft draft)
    {
        var signIn = draft.Method switch
        {
            HttpSignInMethod.Bearer => "with a bearer token",
            HttpSignInMethod.Basic => "with user and password",
            _ => "without a sign-in",
        };
        var password = draft.Method switch
        {
            HttpSignInMethod.Bearer => draft.Unfit,
            HttpSignInMethod.Basic => null,
            _ => draft.Secret,
        };
        if (IsGiven(password))
        {
            yield return new(
                "password",
                $"A password doesn't count {signIn}: leave it empty, or choose user and password."
            );
        }

        if (draft.Method != HttpSignInMethod.Bearer && IsGiven(draft.Unfit))
        {
            yield return new("token", $"A token doesn't count {signIn}: leave it empty, or choose the bearer token.");
        }

        if (draft.Method != HttpSignInMethod.Basic && IsGiven(draft.Username))
        {
            yield return new(
                "username",
                $"A user doesn't count {signIn}: leave it empty, or choose user and password."
            );
        }
    }

    private static bool IsGiven(string? typed) => ClusterRegister.Blank(typed) is not null;

    private static IEnumerable<KeyValuePair<string, string>> Basic(HttpDraft draft, Uri? url, bool keepsSecret)
    {
        if (
            draft.Username is { Length: > LongestPassword }
            || draft.Username?.Contains(':', StringComparison.Ordinal) == true
        )
        {
            yield return new("username", $"A user has at most {LongestPassword} characters and no colon.");
        }

        if (draft.Secret is { Length: > LongestPassword })
        {
            yield return new("password", $"A password has at most {LongestPassword} characters.");
        }
        else if (Password(draft, url, keepsSecret) is { } words)
        {
            yield return new("password", words);
        }
    }

    private static string? Password(HttpDraft draft, Uri? url, bool keepsSecret) =>
        (draft.Username, draft.Secret) switch
        {
            (null or "", null or "") => draft.Method == HttpSignInMethod.Basic
                ? "Enter the user and the password, or choose another sign-in."
                : null,
            (null or "", _) => "A password counts only with a user: enter one or leave this empty.",
            (_, null or "") when !keepsSecret =>
                "Enter the password. It is needed again when the address, the user or the authority changes.",
            _ when IsReadable(url) => "Over http anybody on the way can read the password. Use https.",
            _ => null,
        };

    private static string? Token(HttpDraft draft, Uri? url, bool keepsSecret) =>
        ClusterRegister.Blank(draft.Secret) switch
        {
            null when !keepsSecret => "Enter the token. It is needed again when the address or the authority changes.",
            { Length: > LongestToken } => $"A token has at most {LongestToken:N0} characters.",
            { } typed when typed.Any(c => c is <= ' ' or > '~') =>
                "A token has no spaces and no line breaks: paste it as it was issued, without the word Bearer.",
            _ when IsReadable(url) => "Over http anybody on the way can read the token. Use https.",
            _ => null,
        };

    private static bool IsReadable(Uri? url) => url is { Scheme: "http", IsLoopback: false };
}
