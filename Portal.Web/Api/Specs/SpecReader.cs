using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Specs;

/// <summary>Documents out of YAML, as the kinds' own specs. What isn't known is a mistake and said with its line.</summary>
internal sealed class SpecReader(KindApis kinds, ResourceKinds known)
{
    public const string Version = "portal/v1";
    private const string Absent = "absent";

    /// <returns>Every document that could be read, and what is wrong with the others: not only the first thing.</returns>
    public (IReadOnlyList<SpecDocument> Documents, SpecProblemList Problems) Read(string text)
    {
        var documents = new List<SpecDocument>();
        var problems = new SpecProblemList();
        foreach (var file in SpecFile.Split(text).TakeWhile(_ => !problems.IsEnough))
        {
            try
            {
                foreach (var yaml in new SpecYaml(file).Documents().TakeWhile(_ => !problems.IsEnough))
                {
                    if (Document(yaml, problems) is { } document)
                    {
                        documents.Add(document);
                    }
                }
            }
            catch (SpecException wrong)
            {
                problems.Add(wrong.Place, wrong.Message);
            }
        }

        return (documents, problems);
    }

    private SpecDocument? Document(YamlDocument yaml, SpecProblemList problems)
    {
        var fine = problems.Count;
        var fields = new SpecFields(yaml, problems);
        fields.Known(yaml.Root, "", "apiVersion", "kind", "metadata", "spec", "state", "typedName");
        var metadata = fields.Mapping("metadata");
        fields.Known(metadata, "metadata.", "name", "cluster", "owner", "labels");
        if (fields.Text("apiVersion") is { } version and not Version)
        {
            fields.Report("apiVersion", $"There is no apiVersion {version}; there is {Version}.");
        }

        var word = fields.Text("kind");
        var kind = new ResourceKind(word ?? "");
        if (word is not null && known.Find(kind) is null)
        {
            fields.Report("kind", known.NoSuch(kind));
        }

        var name = fields.Text(metadata, "name");
        var cluster = fields.Text(metadata, "cluster");
        var owner = fields.Text(metadata, "owner");
        var labels = fields.Labels(metadata);
        var isAbsent = IsAbsent(yaml, fields);
        var typed = isAbsent ? fields.Text("typedName") : null;
        var spec =
            problems.Count > fine || isAbsent ? null
            : Spec(yaml, kind, owner!, fields) is { } read ? read with { Labels = labels }
            : null;
        return problems.Count > fine ? null : new(kind, cluster!, name!, owner!, spec, typed, fields.Places());
    }

    private static bool IsAbsent(YamlDocument yaml, SpecFields fields)
    {
        if (!yaml.Root.ContainsKey("state"))
        {
            return false;
        }

        if (yaml.Root["state"] is not JsonValue state || state.ToString() != Absent)
        {
            fields.Report("state", $"The only state is {Absent}; leave it out otherwise.");
        }
        else if (yaml.Root.ContainsKey("spec"))
        {
            fields.Report("spec", "What should be absent has no spec.");
        }

        return true;
    }

    private ResourceSpec? Spec(YamlDocument yaml, ResourceKind kind, string owner, SpecFields fields)
    {
        if (yaml.Root["spec"] is not JsonObject given)
        {
            fields.Report("spec", $"spec is missing: what the {kind} should be like.");
            return null;
        }

        if (given.Select(field => field.Key).FirstOrDefault(SpecFields.IsLabels) is { } elsewhere)
        {
            fields.Report($"spec.{elsewhere}", $"There is no field spec.{elsewhere}. {SpecFields.WhereLabelsAre}");
            return null;
        }

        var (spec, problem) = kinds.Read(kind, JsonSerializer.SerializeToElement(given), owner, SpecJson.Options);
        if (problem is not null)
        {
            fields.Report($"spec{Path(problem.Field)}", problem.Words);
        }

        return spec;
    }

    // "['retention.ms']" of a JSON path is ".retention.ms" here.
    private static string Path(string json) =>
        json.Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal);
}
