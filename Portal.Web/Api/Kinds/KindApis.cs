using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;

namespace Portal.Web.Api.Kinds;

/// <summary>The kinds as the API speaks them.</summary>
internal sealed class KindApis(IEnumerable<IKindApi> kinds, IOptions<JsonOptions> json)
{
    private readonly Dictionary<ResourceKind, IKindApi> _byKind = kinds.ToDictionary(k => k.Kind);

    public object? Show(ResourceKind kind, ResourceSpec? spec) => spec is null ? null : _byKind[kind].Show(spec);

    public object Show(ResourceEvidence seen) => _byKind[seen.On.Kind].Show(seen);

    /// <returns>
    /// Null with what is wrong, where in the spec, or for no spec at all. A kind that isn't there is Core's to refuse.
    /// </returns>
    public (ResourceSpec? Spec, FieldProblem? Problem) Read(ResourceKind kind, JsonElement? spec, string owner) =>
        Read(kind, spec, owner, json.Value.SerializerOptions);

    /// <inheritdoc cref="Read(ResourceKind, JsonElement?, string)"/>
    /// <param name="form">How its JSON is read.</param>
    public (ResourceSpec? Spec, FieldProblem? Problem) Read(
        ResourceKind kind,
        JsonElement? spec,
        string owner,
        JsonSerializerOptions form
    )
    {
        if (spec is not { ValueKind: not JsonValueKind.Null } given || _byKind.GetValueOrDefault(kind) is not { } api)
        {
            return (null, null);
        }

        try
        {
            return (api.Read(given, owner, form), null);
        }
        catch (JsonException wrong)
        {
            // Its path begins with the spec itself: $.partitions.
            var field = wrong.Path is { Length: > 2 } path && path[1] == '.' ? path[1..] : "";
            return (null, new(field, $"This isn't the spec of a {kind}: {InWords(wrong, field, api, given, form)}"));
        }
    }

    // The reader's own words name types of the program; ours, thrown by a spec, name none.
    private static string InWords(
        JsonException wrong,
        string field,
        IKindApi api,
        JsonElement given,
        JsonSerializerOptions form
    )
    {
        if (wrong.Path is null)
        {
            return wrong.Message;
        }

        if (field.Length > 0)
        {
            return SpecField.InWords(field[1..], api.Spec, form);
        }

        return Missing(api, given, form) is [_, ..] missing
            ? $"{string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing."
            : "it isn't an object, or a field of a part of it is missing.";
    }

    private static List<string> Missing(IKindApi api, JsonElement given, JsonSerializerOptions form) =>
        given.ValueKind != JsonValueKind.Object
            ? []
            :
            [
                .. form.GetTypeInfo(api.Spec)
                    .Properties.Where(p => p.AssociatedParameter is { HasDefaultValue: false })
                    .Select(p => p.Name)
                    .Where(name => !given.TryGetProperty(name, out _)),
            ];
}
