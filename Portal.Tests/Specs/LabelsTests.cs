using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Specs;

/// <summary>Labels: of any kind of resource, and of no meaning to an engine.</summary>
public sealed class LabelsTests
{
    private static readonly TopicSpec Spec = new(3, 1, TopicSpec.NoConfigs, "payments");
    private static readonly IResourceKind Kind = new TopicKind();

    [Fact]
    public void A_spec_without_labels_is_written_as_it_was_before_there_were_any()
    {
        CoreJson.Write(Spec).ShouldNotContain("labels");
        var written = CoreJson.Write(Spec with { Labels = Of("b", "2", "a", "1") });
        written.ShouldContain(
            """
            "labels":{"a":"1","b":"2"}
            """.Trim()
        );
        CoreJson.Read<TopicSpec>(written).ShouldBe(Spec with { Labels = Of("a", "1", "b", "2") });
    }

    [Fact]
    public void Specs_that_differ_by_a_label_alone_differ()
    {
        (Spec with { Labels = Of("a", "1") }).ShouldNotBe(Spec with { Labels = Of("a", "2") });
        Kind.Between(Spec with { Labels = Of("a", "1", "b", "1") }, Spec with { Labels = Of("a", "2", "c", "1") })
            .Select(move => $"{move.Field}: {move.Before} → {move.After}")
            .ShouldBe(["label a: “1” → “2”", "label b: “1” → not set", "label c: not set → “1”"]);
    }

    [Fact]
    public void An_edit_changes_the_labels_that_it_edited_and_no_others()
    {
        var now = Spec with { Labels = Of("kept", "1", "edited", "1", "theirs", "new", "dropped", "1") };
        var origin = Spec with { Labels = Of("kept", "1", "edited", "1", "dropped", "1") };
        var wanted = Spec with { Labels = Of("kept", "1", "edited", "2", "added", "1") };

        Kind.Merge(now, origin, wanted).Labels.ShouldBe(Of("added", "1", "edited", "2", "kept", "1", "theirs", "new"));
    }

    [Theory]
    [InlineData("cost-centre", "4711", true)]
    [InlineData("example.org/on-call", "Größe XL", true)]
    [InlineData("a", "x", true)]
    [InlineData("", "x", false)]
    [InlineData("Upper", "x", false)]
    [InlineData("-begins", "x", false)]
    [InlineData("ends.", "x", false)]
    [InlineData("a b", "x", false)]
    [InlineData("a\n", "x", false)]
    [InlineData("a", "", false)]
    [InlineData("a", " x", false)]
    [InlineData("a", "x\ny", false)]
    public void A_key_is_a_short_word_and_a_value_is_one_line(string key, string value, bool isFine) =>
        Of(key, value).Problems().Any().ShouldBe(!isFine);

    [Fact]
    public void There_is_a_limit_to_how_many_and_how_long()
    {
        new Labels(Enumerable.Range(0, 32).Select(i => KeyValuePair.Create($"k{i}", "v"))).Problems().ShouldBeEmpty();
        new Labels(Enumerable.Range(0, 33).Select(i => KeyValuePair.Create($"k{i}", "v")))
            .Problems()
            .ShouldHaveSingleItem()
            .Field.ShouldBe("labels");
        Of(new string('k', 64), "v").Problems().ShouldHaveSingleItem().Words.ShouldContain("63 characters");
        Of("k", new string('v', 201)).Problems().ShouldHaveSingleItem().Words.ShouldContain("200 characters");
    }

    private static Labels Of(params string[] words) =>
        new(words.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
}
