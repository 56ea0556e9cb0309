namespace Portal.Core.Clusters;

/// <summary>What an endpoint with an HTTP API must be before anybody is asked on the network. Fields are named as the API names them.</summary>
internal static class HttpRules
{
    private const int LongestUrl = 500;
    private const int LongestSecret = 1_000;

    public static IEnumerable<KeyValuePair<string, string>> Problems(
        HttpDraft draft,
        ClusterReach reach,
        bool keepsPassword
    )
    {
        var url = Parse(draft.Url);
        if (url is null)
        {
            yield return new(
                draft.Field,
                "Enter where the API begins: https://engine.internal:8081. No user, query or fragment."
            );
        }
        else if (reach.Complaint(url.DnsSafeHost) is { } beyond)
        {
            yield return new(draft.Field, beyond);
        }

        if (
            draft.Username is { Length: > LongestSecret }
            || draft.Username?.Contains(':', StringComparison.Ordinal) == true
        )
        {
            yield return new("username", $"A user has at most {LongestSecret} characters and no colon.");
        }

        if (draft.Password is { Length: > LongestSecret })
        {
            yield return new("password", $"A password has at most {LongestSecret} characters.");
        }
        else if (Problem(draft, url, keepsPassword) is { } words)
        {
            yield return new("password", words);
        }
    }

    /// <summary>Null for what is no address of an API.</summary>
    public static Uri? Parse(string typed) =>
        typed.Length <= LongestUrl
        && Uri.TryCreate(typed.Trim().TrimEnd('/'), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 }
            ? url
            : null;

    private static string? Problem(HttpDraft draft, Uri? url, bool keepsPassword) =>
        (draft.Username, draft.Password) switch
        {
            (null or "", null or "") => null,
            (null or "", _) => "A password counts only with a user: enter one or leave this empty.",
            (_, null or "") when !keepsPassword =>
                "Enter the password. It is needed again when the address or the user changes.",
            _ when url is { Scheme: "http", IsLoopback: false } =>
                "Over http anybody on the way can read the password. Use https.",
            _ => null,
        };
}
