using System.Text.Json.Nodes;
using Portal.Core.Resources;
using Portal.Core.Specs;

namespace Portal.Web.Api.Specs;

/// <summary>The fields that every document has, read with what is wrong about them.</summary>
internal sealed class SpecFields(YamlDocument yaml, SpecProblemList problems)
{
    private const string Metadata = "metadata.";
    private const int LongestText = 1_000;

    public const string WhereLabelsAre = "Labels, which serve as tags, are in metadata.labels: a key and a value each.";

    public void Report(string field, string words) => problems.Add(yaml.Places.At(field), words);

    /// <summary>What people write for labels where there are none.</summary>
    public static bool IsLabels(string field) => field is "tags" or "labels";

    /// <param name="names">Those that there are; any other is a mistake.</param>
    public void Known(JsonObject fields, string prefix, params string[] names)
    {
        foreach (var unknown in fields.Select(field => field.Key).Except(names, StringComparer.Ordinal))
        {
            var labels = IsLabels(unknown) ? $" {WhereLabelsAre}" : "";
            Report(
                prefix + unknown,
                $"There is no field {prefix}{unknown}; there is {string.Join(", ", names)}.{labels}"
            );
        }
    }

    public JsonObject Mapping(string field)
    {
        if (yaml.Root[field] is JsonObject { Count: > 0 } there)
        {
            return there;
        }

        Report(field, $"{field} is missing, or has no fields.");
        return [];
    }

    /// <summary>A field that has to be there; null with what is wrong when it isn't.</summary>
    public string? Text(string field) => Text(yaml.Root, field, field);

    /// <param name="metadata">Where it is missing itself, that was said.</param>
    public string? Text(JsonObject metadata, string field) =>
        metadata.Count == 0 ? null : Text(metadata, field, Metadata + field);

    /// <summary>None where nothing is said of them. What should be text needs no quotes, as in a spec.</summary>
    public Labels Labels(JsonObject metadata)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            if (value is JsonValue)
            {
                read[key] = value.ToString();
            }
            else
            {
                Report($"{Metadata}labels.{key}", $"The label {key} isn't a text; leave it out, or write one.");
            }
        }

        if (metadata["labels"] is not (null or JsonObject))
        {
            Report($"{Metadata}labels", "Labels are a mapping: key: value.");
        }

        return new(read);
    }

    /// <summary>Where each field stands, as the problems of a request name it.</summary>
    public SpecPlaces Places() =>
        yaml.Places with
        {
            Fields = yaml.Places.Fields.ToDictionary(
                field =>
                    field.Key.StartsWith(Metadata, StringComparison.Ordinal) ? field.Key[Metadata.Length..] : field.Key,
                field => field.Value,
                StringComparer.Ordinal
            ),
        };

    private string? Text(JsonObject fields, string field, string path)
    {
        switch (fields[field] is JsonValue value ? value.ToString() : "")
        {
            case "":
                Report(path, $"{path} is missing.");
                return null;
            case { Length: > LongestText } text:
                Report(path, $"{path} has {text.Length:N0} characters; {LongestText:N0} are allowed.");
                return null;
            case var text:
                return text;
        }
    }
}
