using System.ComponentModel;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Schemas;

/// <summary>Schemas as the API speaks them.</summary>
internal sealed class SchemaApi : KindApi<SchemaSpecDto, SchemaSpec, SchemaEvidenceDto, SchemaEvidence>
{
    public override ResourceKind Kind => SchemaKind.Word;

    public override void Map(RouteGroupBuilder v1)
    {
        SchemaRoutes.Map(v1);
        RegistryRoutes.Map(v1);
    }

    protected override SchemaSpecDto Show(SchemaSpec spec) => SchemaSpecDto.Of(spec);

    protected override SchemaEvidenceDto Show(SchemaEvidence seen) =>
        new(seen.Verdict, seen.Words, seen.Level, seen.Use is { } use ? SubjectUseDto.Of(use) : null);
}

/// <summary>What the registry reported about a new version when the plan was computed.</summary>
public sealed record SchemaEvidenceDto(
    SchemaVerdict Verdict,
    [property: Description("The registry's words, why it isn't compatible.")] IReadOnlyList<string> Words,
    [property: Description("The level in force at that time; null when it wasn't reported.")] CompatibilityLevel? Level,
    [property: Description("Who reads and writes by the subject; null in a preview, and where nothing is to be done.")]
        SubjectUseDto? Use
);
