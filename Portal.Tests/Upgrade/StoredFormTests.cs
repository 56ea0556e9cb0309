using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>
/// Plans that wait, journals of runs and managed resources were stored by former builds: every form that a step, a state, a base, evidence or a spec
/// of any kind was ever written in stands in <c>Stored/forms.txt</c>, and is read. <c>PORTAL_FORMS=write</c> adds what today's code writes; nothing is
/// ever taken away there.
/// </summary>
public sealed class StoredFormTests
{
    private static readonly string Path = Repository.PathOf("Portal.Tests", "Upgrade", "Stored", "forms.txt");

    /// <summary>Where types lie that kinds store.</summary>
    private static readonly Assembly[] Assemblies = [typeof(Step).Assembly, typeof(CompatibilityLevel).Assembly];

    public static TheoryData<string> Forms => [.. Known().Select(form => form.Name)];

    [Fact]
    public void What_is_written_today_is_among_the_forms()
    {
        var lines = File.Exists(Path) ? File.ReadAllLines(Path).ToList() : [];
        var choices = new HashSet<Type>();
        var today = Known().SelectMany(form => Today(form, choices)).ToList();
        today.AddRange(choices.SelectMany(Words));
        if (Environment.GetEnvironmentVariable("PORTAL_FORMS") == "write")
        {
            lines.AddRange(today.Except(lines));
            File.WriteAllLines(
                Path,
                lines.OrderBy(line => string.Join(' ', line.Split(' ')[..2]), StringComparer.Ordinal)
            );
        }

        today
            .Except(lines)
            .ShouldBeEmpty(
                "What waits for approval was hashed, and what is compared at the claim was stored, in another form. Where it is meant, and waiting "
                    + "plans may become stale by it, PORTAL_FORMS=write adds the new one"
            );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void All_that_was_ever_stored_of_it_is_read(string name)
    {
        var form = Known().Single(known => known.Name == name);
        var stored = File.ReadAllLines(Path)
            .Where(line => line.StartsWith($"{name} ", StringComparison.Ordinal))
            .ToList();

        stored.Count.ShouldBeGreaterThanOrEqualTo(1);
        foreach (var line in stored)
        {
            var json = line[line.IndexOf('{')..];
            var again = form.Write(form.Read(json));
            Lost(JsonNode.Parse(json)!, JsonNode.Parse(again)!, name).ShouldBeEmpty(line);
        }
    }

    [Fact]
    public void Every_word_of_a_choice_that_was_ever_stored_is_known()
    {
        var words = File.ReadAllLines(Path).Where(line => line.StartsWith("Word ", StringComparison.Ordinal)).ToList();

        words.ShouldNotBeEmpty();
        foreach (var line in words.Select(line => line.Split(' ', 3)))
        {
            var choice = Assemblies
                .Select(assembly => assembly.GetType(line[1]))
                .FirstOrDefault(type => type is not null)
                .ShouldNotBeNull($"{line[1]} is gone; where it was only renamed, rename it there");
            JsonSerializer.Deserialize(line[2], choice, CoreJson.Options).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Every_form_still_has_a_type()
    {
        var known = Known().Select(form => form.Name).ToHashSet(StringComparer.Ordinal);

        File.ReadAllLines(Path)
            .Where(line => !line.StartsWith("Word ", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ')[..2]))
            .Where(name => !known.Contains(name))
            .ShouldBeEmpty("rows of it may be anywhere");
    }

    // Each on a line of its own, so that one that is gone is missed.
    private static IEnumerable<string> Words(Type choice) =>
        Enum.GetValues(choice)
            .Cast<object>()
            .Select(word => $"Word {choice.FullName} {JsonSerializer.Serialize(word, choice, CoreJson.Options)}");

    private static IEnumerable<string> Today(Form form, HashSet<Type> choices)
    {
        var (everything, necessary) = (new StoredSample(isFull: true), new StoredSample(isFull: false));
        var full = form.Write(everything.Of(form.Type));
        var least = form.Write(necessary.Of(form.Type));
        choices.UnionWith(everything.Choices);
        choices.UnionWith(necessary.Choices);
        return new[] { $"{form.Name} {full}", $"{form.Name} {least}" }.Distinct();
    }

    /// <summary>What the one has and the other hasn't, or has otherwise.</summary>
    private static IEnumerable<string> Lost(JsonNode was, JsonNode? now, string path) =>
        was switch
        {
            JsonObject fields => fields
                .Where(field => field.Value is not null)
                .SelectMany(field => Lost(field.Value!, (now as JsonObject)?[field.Key], $"{path}.{field.Key}")),
            JsonArray items when now is JsonArray others && others.Count == items.Count => items
                .Where(item => item is not null)
                .SelectMany((item, at) => Lost(item!, others[at], $"{path}[{at}]")),
            _ => JsonNode.DeepEquals(was, now)
                ? []
                : [$"{path}: {was.ToJsonString()} is {now?.ToJsonString() ?? "gone"}"],
        };

    private static IEnumerable<Form> Known()
    {
        var core = typeof(Step).Assembly.GetTypes();
        return
        [
            .. from root in core
            where root.GetCustomAttribute<StoredFormsAttribute>() is not null
            from type in core
            where !type.IsAbstract && type.IsSubclassOf(root)
            select new Form($"{root.Name} {type.GetCustomAttribute<StoredAsAttribute>()!.Word}", root, type),
            .. from spec in core
            where !spec.IsAbstract && spec.IsSubclassOf(typeof(ResourceSpec))
            select new Form($"Spec {Camel(spec.Name)}", spec, spec),
        ];
    }

    private static string Camel(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <param name="Root">What it is stored as.</param>
    private sealed record Form(string Name, Type Root, Type Type)
    {
        public string Write(object value) => JsonSerializer.Serialize(value, Root, CoreJson.Options);

        public object Read(string json) => JsonSerializer.Deserialize(json, Root, CoreJson.Options)!;
    }
}
