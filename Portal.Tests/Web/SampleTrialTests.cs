using Portal.Core.Schemas;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;
using Portal.Web.Features.Schemas.Samples;

namespace Portal.Tests.Web;

/// <summary>A sample while it is typed: checked once typing pauses, and only what stands there last.</summary>
public sealed class SampleTrialTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly SampleTrial _trial;

    public SampleTrialTests() => _trial = new(_clock);

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Who_types_on_is_answered_once_for_the_last_text()
    {
        var verdicts = new List<PayloadVerdict?>();
        await _trial.Open(Avro("\"string\""));
        _trial.Changed += () =>
        {
            if (!_trial.State.IsChecking)
            {
                verdicts.Add(_trial.State.Verdict);
            }
        };

        var first = _trial.Type("1");
        var second = _trial.Type("\"a\"");
        _trial.State.IsChecking.ShouldBeTrue();
        _clock.Pass(SampleTrial.Pause);
        await Task.WhenAll(first, second);

        verdicts.ShouldHaveSingleItem().ShouldBeOfType<PayloadVerdict.Valid>().Bytes.ShouldBe(2);
    }

    [Fact]
    public async Task Another_version_checks_what_was_typed_again()
    {
        await _trial.Open(Avro("\"string\""));
        var typed = _trial.Type("\"a\"");
        _clock.Pass(SampleTrial.Pause);
        await typed;

        var again = _trial.Open(Avro("\"int\""));
        _clock.Pass(TimeSpan.Zero);
        await again;

        _trial.Text.ShouldBe("\"a\"");
        _trial.State.Verdict.ShouldBeOfType<PayloadVerdict.Invalid>();
    }

    [Fact]
    public async Task An_example_is_filled_in_or_the_page_says_why_not()
    {
        await _trial.Open(Avro("""{"type":"record","name":"R","fields":[{"name":"id","type":["null","string"]}]}"""));
        var filled = _trial.FillIn();
        _clock.Pass(TimeSpan.Zero);
        await filled;
        _trial.Text.ReplaceLineEndings("\n").ShouldBe("{\n  \"id\": {\n    \"string\": \"id\"\n  }\n}");
        _trial.State.Verdict.ShouldBeOfType<PayloadVerdict.Valid>();

        await Passed(_trial.Open(Avro("""{"type":"record","name":"A","fields":[{"name":"a","type":"A"}]}""")));
        await Passed(_trial.FillIn());
        _trial.NoExample!.ShouldStartWith("An example of this schema has no end");
    }

    [Fact]
    public async Task A_message_stays_chosen_where_the_next_version_has_it()
    {
        await _trial.Open(Protobuf("message A { string a = 1; } message B { string b = 1; }"));
        _trial.Message.ShouldBe("A");
        await _trial.Choose("B");

        await _trial.Open(Protobuf("message A { string a = 1; } message B { string b = 1; } message C {}"));
        _trial.Message.ShouldBe("B");
        await _trial.Open(Protobuf("message A { string a = 1; }"));
        _trial.Message.ShouldBe("A");
    }

    [Fact]
    public async Task An_empty_text_has_no_verdict()
    {
        await _trial.Open(Avro("\"string\""));
        await Passed(_trial.Type("1"));
        await _trial.Type("  ");

        _trial.State.ShouldBe(new TrialState(null, IsChecking: false));
    }

    private async Task Passed(Task task)
    {
        _clock.Pass(SampleTrial.Pause);
        await task;
    }

    private static PayloadSchema Avro(string text) => Read(SchemaType.Avro, text);

    private static PayloadSchema Protobuf(string text) => Read(SchemaType.Protobuf, $"syntax = \"proto3\"; {text}");

    private static PayloadSchema Read(SchemaType type, string text) =>
        new(1, type, SchemaText.Read(type, text).ShouldBeOfType<SchemaRead.Fine>().Schema, null);
}
