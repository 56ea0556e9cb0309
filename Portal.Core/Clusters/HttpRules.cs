namespace Portal.Core.Clusters;

/// <summary>What an endpoint with an HTTP API must be before anybody is asked on the network. Fields are named as the API names them.</summary>
internal static class HttpRules
{
    private const int LongestUrl = 500;

    public static IEnumerable<KeyValuePair<string, string>> Problems(
        HttpDraft draft,
        ClusterReach reach,
        bool keepsSecret,
        DateTimeOffset now
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

        if (CertificatePem.Problem(draft.CaPem, url is null or { Scheme: "https" }) is { } untrusted)
        {
            yield return new("caPem", untrusted);
        }

        foreach (var problem in HttpSignInRules.Problems(draft, url, keepsSecret, now))
        {
            yield return problem;
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
}
