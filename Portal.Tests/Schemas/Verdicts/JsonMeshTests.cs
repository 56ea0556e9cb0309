using System.Diagnostics;
using Portal.Schemas.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>Definitions that refer to each other in circles: each fits as well as it does by itself, wherever it is met first.</summary>
public sealed class JsonMeshTests
{
    private const string Definition = """
        "NAME": {"anyOf": [{"type": "object", "additionalProperties": false, "properties": {
         "own": {"type": "TYPE"}, "note": {"type": "string" DOUBT} REFERENCES}}]}
        """;
    private const string Doubt = ", \"if\": {\"maxLength\": 3}";
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Fact]
    public void What_was_in_doubt_while_the_pair_around_it_was_assumed_to_fit_is_refused_with_it()
    {
        const string circle = """
            {"properties": {"first": {"anyOf": [{"$ref": "#/$defs/a"}, {}]}, "then": {"$ref": "#/$defs/b"}}, "$defs": {
            """;

        Judge(circle, "integer").ShouldBe([("then", true)]);
        Judge(circle, "string").ShouldBe([("then", false)]);

        static IEnumerable<(string Path, bool IsCertain)> Judge(string root, string type) =>
            JsonCompatibility
                .Unreadable(Read(root + Circle(type, Doubt)), Read(root + Circle("string", "")))
                .Select(why => (why.Path, why.IsCertain));

        static string Circle(string type, string doubt) =>
            $"{Defined("a", type, "", ["b"])}, {Defined("b", "string", doubt, ["a"])}}}}}";
    }

    [Fact]
    public void A_definition_fits_as_well_among_others_of_its_circles_as_by_itself() =>
        Enumerable
            .Range(0, 500)
            .Where(seed =>
            {
                var (now, before) = Mesh(seed);
                return !Judge(Names).SequenceEqual(Names.SelectMany(name => Judge([name])));

                IEnumerable<(string, string, bool, bool)> Judge(string[] names) =>
                    JsonCompatibility
                        .Unreadable(Read(Root(names, now)), Read(Root(names, before)))
                        .Select(why => (why.Path, why.Message, why.IsCertain, why.IsPassedOver));
            })
            .ShouldBeEmpty();

    [ClusterFact]
    public void A_mesh_of_choices_that_turn_out_worse_one_after_the_other_is_compared_in_time()
    {
        var took = Stopwatch.StartNew();

        var found = JsonCompatibility.Unreadable(Of("integer", Doubt), Of("string", ""));

        found.ShouldNotBeEmpty();
        found.ShouldAllBe(why => why.IsCertain);
        took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));

        static JsonSchema Of(string type, string doubt)
        {
            const int many = 150;
            return Read(
                Root(
                    ["d0"],
                    Enumerable
                        .Range(0, many)
                        .Select(i =>
                            Defined(
                                $"d{i}",
                                i == many / 2 ? type : "string",
                                i % 3 == 0 ? doubt : "",
                                Enumerable.Range(1, 5).Select(k => $"d{(i + (k * k)) % many}")
                            )
                        )
                )
            );
        }
    }

    // The later one by chance has other types, and keywords that aren't compared.
    private static (IReadOnlyList<string> Now, IReadOnlyList<string> Before) Mesh(int seed)
    {
        var chance = new Random(seed);
        List<string> now = [];
        List<string> before = [];
        foreach (var name in Names)
        {
            var others = Names.Where(_ => chance.Next(3) == 0).ToList();
            now.Add(
                Defined(name, chance.Next(8) == 0 ? "integer" : "string", chance.Next(3) == 0 ? Doubt : "", others)
            );
            before.Add(Defined(name, "string", "", others));
        }

        return (now, before);
    }

    private static string Root(IEnumerable<string> names, IEnumerable<string> definitions) =>
        $$"""{"properties": { {{string.Join(", ", names.Select(Referring))}} }, "$defs": { {{string.Join(", ", definitions)}} } }""";

    private static string Defined(string name, string type, string doubt, IEnumerable<string> others) =>
        Definition
            .Replace("NAME", name)
            .Replace("TYPE", type)
            .Replace("DOUBT", doubt)
            .Replace("REFERENCES", string.Concat(others.Select(other => $", {Referring(other)}")));

    private static string Referring(string name) =>
        $$"""
            "{{name}}": {"$ref": "#/$defs/{{name}}"}
            """;

    private static JsonSchema Read(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;
}
