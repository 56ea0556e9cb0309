using System.Collections.Immutable;
using System.Globalization;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Tests.Changes;

public sealed class CanonicalFormTests
{
    private static readonly Guid Id = Guid.Parse("018f0000-0000-7000-8000-000000000001");

    [Fact]
    public void What_was_hashed_reads_back_to_the_same_bytes()
    {
        var canonical = CanonicalForm.Write(Body("a", "B", "ä"));
        CanonicalForm.Write(CanonicalForm.Read(canonical)).ShouldBe(canonical);
    }

    [Fact]
    public void Order_and_culture_of_the_machine_change_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var forms = new[] { "en-US", "tr-TR", "sv-SE" }.Select(culture =>
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                return CanonicalForm.Hash(
                    CanonicalForm.Write(CanonicalForm.Read(CanonicalForm.Write(Body("b", "ö", "A", "i", "I"))))
                );
            });
            forms.Distinct().Count().ShouldBe(1);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Plans that wait for approval were hashed with this form: a change here needs a new version number.</summary>
    [Fact]
    public void The_form_is_what_it_was_when_version_1_was_fixed()
    {
        CanonicalForm.Version.ShouldBe(1);
        CanonicalForm
            .Write(Body("orders"))
            .ShouldBe(
                """
                {"steps":[{"kind":"grow-partitions","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6,"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"kafka-1","topics":{"orders":{"topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{"retention.ms":"1"}}}}]}
                """
            );
    }

    [Fact]
    public void Another_id_under_the_same_name_is_another_base()
    {
        var then = Body("orders").Base[0];
        var now = then with
        {
            Topics = then.Topics.SetItem("orders", then.Topics["orders"]! with { TopicId = Guid.Empty }),
        };
        CanonicalForm.SameBase(then, now).ShouldBeFalse();
        CanonicalForm.SameBase(then, Body("orders").Base[0]).ShouldBeTrue();
    }

    private static PlanBody Body(params string[] topics) =>
        new(
            [new Step.GrowPartitions(new ClusterId(1), topics[0], Id, 3, 6)],
            [
                new ClusterBase(
                    new ClusterId(1),
                    "kafka-1",
                    topics.ToImmutableSortedDictionary(
                        t => t,
                        _ =>
                            (TopicBase?)
                                new TopicBase(
                                    Id,
                                    3,
                                    ImmutableSortedDictionary<string, string?>.Empty.Add("retention.ms", "1")
                                ),
                        StringComparer.Ordinal
                    )
                ),
            ]
        );
}
