namespace Portal.Core.Clusters;

/// <summary>What a sign-in to an HTTP API must be. Fields are named as the API names them.</summary>
internal static class HttpSignInRules
{
    private const int LongestPassword = 1_000;
    private const int LongestToken = 8_000;

    public static IEnumerable<KeyValuePair<string, string>> Problems(
        HttpDraft draft,
        Uri? url,
        bool keepsSecret,
        DateTimeOffset now
    )
    {
        if (draft is { Kind: EndpointKind.JobRegistry, Method: HttpSignInMethod.Certificate })
        {
            return
            [
                new("signIn", "Jobs can't sign in to a registry with a client certificate: choose another sign-in."),
            ];
        }

        var unfit = Unfit(draft).ToList();
        return unfit.Count > 0
            ? unfit
            : draft.Method switch
            {
                HttpSignInMethod.Bearer => Token(draft, url, keepsSecret) is { } wrong ? [new("token", wrong)] : [],
                HttpSignInMethod.Certificate => ClientCertificateRules.Problems(draft.Given, url, keepsSecret, now),
                _ => Basic(draft, url, keepsSecret),
            };
    }

    // What is given and would be dropped: whoever gave it counts on it.
    private static IEnumerable<KeyValuePair<string, string>> Unfit(HttpDraft draft)
    {
        var given = draft.Given;
        (string Field, string? Typed, HttpSignInMethod Of, string Words)[] all =
        [
            ("username", given.Username, HttpSignInMethod.Basic, "A user"),
            ("password", given.Password, HttpSignInMethod.Basic, "A password"),
            ("token", given.Token, HttpSignInMethod.Bearer, "A token"),
            ("clientCertificate", given.Certificate, HttpSignInMethod.Certificate, "A client certificate"),
            ("clientKey", given.Key, HttpSignInMethod.Certificate, "A private key"),
        ];
        var signIn = draft.Method switch
        {
            HttpSignInMethod.Bearer => "with a bearer token",
            HttpSignInMethod.Basic => "with user and password",
            HttpSignInMethod.Certificate => "with a client certificate",
            _ => "without a sign-in",
        };
        return all.Where(each => each.Of != draft.Method && HttpCredentials.IsGiven(each.Typed))
            .Select(each =>
                KeyValuePair.Create(
                    each.Field,
                    $"{each.Words} doesn't count {signIn}: leave it empty, or choose {Chosen(each.Of)}."
                )
            );
    }

    private static string Chosen(HttpSignInMethod method) =>
        method switch
        {
            HttpSignInMethod.Bearer => "the bearer token",
            HttpSignInMethod.Certificate => "the client certificate",
            _ => "user and password",
        };

    private static IEnumerable<KeyValuePair<string, string>> Basic(HttpDraft draft, Uri? url, bool keepsSecret)
    {
        if (
            draft.Given.Username is { Length: > LongestPassword }
            || draft.Given.Username?.Contains(':', StringComparison.Ordinal) == true
        )
        {
            yield return new("username", $"A user has at most {LongestPassword} characters and no colon.");
        }

        if (draft.Given.Secret is { Length: > LongestPassword })
        {
            yield return new("password", $"A password has at most {LongestPassword} characters.");
        }
        else if (Password(draft, url, keepsSecret) is { } words)
        {
            yield return new("password", words);
        }
    }

    private static string? Password(HttpDraft draft, Uri? url, bool keepsSecret) =>
        (draft.Given.Username, draft.Given.Secret) switch
        {
            (null or "", null) => draft.Method == HttpSignInMethod.Basic
                ? "Enter the user and the password, or choose another sign-in."
                : null,
            (null or "", _) => "A password counts only with a user: enter one or leave this empty.",
            (_, null) when !keepsSecret =>
                "Enter the password. It is needed again when the address, the user or the authority changes.",
            _ when IsReadable(url) => "Over http anybody on the way can read the password. Use https.",
            _ => null,
        };

    private static string? Token(HttpDraft draft, Uri? url, bool keepsSecret) =>
        draft.Given.Secret switch
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
