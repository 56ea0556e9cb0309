using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Registries;

/// <summary>A cluster's registry as somebody wants it added.</summary>
/// <param name="Url">Where its API begins: https://registry.internal:8081.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
public sealed record RegistryDraft(string Url, string? Username = null, string? Password = null)
{
    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Username}");
        return true;
    }
}

/// <summary>What a draft must be before anybody is asked on the network. Fields are named as the API names them.</summary>
internal static class RegistryRules
{
    private const int LongestUrl = 500;
    private const int LongestSecret = 1_000;

    public static IReadOnlyDictionary<string, string> Problems(
        RegistryDraft draft,
        ClusterReach reach,
        bool keepsPassword
    )
    {
        var problems = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var url = Parse(draft.Url);
        if (url is null)
        {
            problems["url"] =
                "Enter where the registry's API begins: https://registry.internal:8081. No user, query or fragment.";
        }
        else if (reach.Complaint(url.DnsSafeHost) is { } beyond)
        {
            problems["url"] = beyond;
        }

        if (
            draft.Username is { Length: > LongestSecret }
            || draft.Username?.Contains(':', StringComparison.Ordinal) == true
        )
        {
            problems["username"] = $"A user has at most {LongestSecret} characters and no colon.";
        }

        if (draft.Password is { Length: > LongestSecret })
        {
            problems["password"] = $"A password has at most {LongestSecret} characters.";
        }
        else if (Problem(draft, url, keepsPassword) is { } words)
        {
            problems["password"] = words;
        }

        return problems;
    }

    /// <summary>Null for what is no address of an API.</summary>
    public static Uri? Parse(string typed) =>
        typed.Length <= LongestUrl
        && Uri.TryCreate(typed.Trim().TrimEnd('/'), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 }
            ? url
            : null;

    private static string? Problem(RegistryDraft draft, Uri? url, bool keepsPassword) =>
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
