using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Registries;

/// <summary>A cluster's registry as somebody wants it added.</summary>
/// <param name="Url">Where its API begins: https://registry.internal:8081.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
public sealed record RegistryDraft(string Url, string? Username = null, string? Password = null)
{
    internal IReadOnlyList<HttpDraft> Endpoints() => [new(EndpointKind.Registry, "url", Url, Username, Password)];

    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Username}");
        return true;
    }
}
