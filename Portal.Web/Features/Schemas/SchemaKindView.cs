using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Wording;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

/// <summary>Schemas as pages show them beside other kinds.</summary>
public sealed class SchemaKindView : IKindView, IKindPlace
{
    private const int MostNamed = 3;

    public ResourceKind Kind => SchemaKind.Word;

    public string Noun => "schema";

    public Place Place => new("Schemas", Addresses.Schemas, Glyph.Schema, "s", AtThumb: false);

    public string Address(string cluster, string name) => Addresses.Schema(cluster, name);

    public IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen) =>
        SchemaPlanLines.Of(step, subject, (SchemaEvidence?)seen);

    // What the registry says is a check of its own, with its words.
    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) =>
        seen is SchemaEvidence { Use: { } use } ? SubjectUseNote.Of(use, seen.SeenAt, cluster) : _ => { };

    public string? More(Step step) =>
        step switch
        {
            RegisterSchema register => Fields(register) ?? SchemaPlanLines.Change(register),
            SetCompatibility set => set.After.Meaning(),
            _ => null,
        };

    // Of a first version every field is new, and the form shows them.
    private static string? Fields(RegisterSchema register) =>
        register.Fields(seen: null) switch
        {
            null or [] => null,
            { } all when register.BeforeText is null => Quantity.Of(all.Count, "field", "fields"),
            { Count: > MostNamed } many =>
                $"{string.Join("; ", many.Take(MostNamed))}; and {Quantity.Count(many.Count - MostNamed)} more",
            { } few => string.Join("; ", few),
        };
}
