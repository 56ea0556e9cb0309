using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;

namespace Portal.Web.Api.Kinds;

/// <summary>The kinds as the API speaks them.</summary>
internal sealed class KindApis(IEnumerable<IKindApi> kinds, IOptions<JsonOptions> json)
{
    private readonly Dictionary<ResourceKind, IKindApi> byKind = kinds.ToDictionary(k => k.Kind);

    public object? Show(ResourceKind kind, ResourceSpec? spec) => spec is null ? null : byKind[kind].Show(spec);

    public object Show(ResourceEvidence seen) => byKind[seen.On.Kind].Show(seen);

    /// <returns>Null with the words why, or for no spec at all. A kind that isn't there is Core's to refuse.</returns>
    public (ResourceSpec? Spec, string? Problem) Read(ResourceKind kind, JsonElement? spec, string owner)
    {
        if (spec is not { ValueKind: not JsonValueKind.Null } given || byKind.GetValueOrDefault(kind) is not { } api)
        {
            return (null, null);
        }

        try
        {
            return (api.Read(given, owner, json.Value.SerializerOptions), null);
        }
        catch (JsonException wrong)
        {
            return (null, $"This isn't the spec of a {kind}: {wrong.Message}");
        }
    }
}
