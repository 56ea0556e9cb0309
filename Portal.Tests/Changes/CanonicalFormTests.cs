using System.Collections.Immutable;
using System.Globalization;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

public sealed class CanonicalFormTests
{
    private static readonly Guid Id = Guid.Parse("018f0000-0000-7000-8000-000000000001");

    [Fact]
    public void What_was_hashed_reads_back_to_the_same_bytes()
    {
        var canonical = CanonicalForm.Write(Body("a", "B", "ä"));
        CanonicalForm.Write(CanonicalForm.Read(CanonicalForm.Version, canonical)).ShouldBe(canonical);
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
                    CanonicalForm.Write(
                        CanonicalForm.Read(CanonicalForm.Version, CanonicalForm.Write(Body("b", "ö", "A", "i", "I")))
                    )
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
    public void The_form_is_what_it_was_when_version_2_was_fixed()
    {
        CanonicalForm.Version.ShouldBe(2);
        CanonicalForm
            .Write(Body("orders"))
            .ShouldBe(
                """
                {"steps":[{"kind":"grow-partitions","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6,"on":{"kind":"topic","cluster":1,"name":"orders"}}],"base":[{"kind":"topic","cluster":1,"engineId":"kafka-1","resources":{"orders":{"kind":"topic","topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{"retention.ms":"1"}}}}]}
                """
            );
    }

    [Fact]
    public void A_plan_that_was_stored_in_form_1_reads_as_the_same_plan()
    {
        const string Stored = """
            {"steps":[{"kind":"grow-partitions","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6,"cluster":1,"topic":"orders"}],"base":[{"cluster":1,"engineId":"kafka-1","topics":{"orders":{"topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{"retention.ms":"1"}}}}]}
            """;
        CanonicalForm.Write(CanonicalForm.Read(1, Stored)).ShouldBe(CanonicalForm.Write(Body("orders")));
    }

    [Fact]
    public void Evidence_that_was_stored_in_form_1_reads_as_the_same_evidence()
    {
        // As jsonb gives it back: its keys in an order of its own.
        const string Stored = """
            {"topics":[{"bytes":1000,"going":{"bytes":10,"records":1},"topic":"orders","seenAt":"2026-11-20T10:00:00+00:00","brokers":3,"cluster":1,"readers":[{"group":"billing","hasGap":false,"members":2,"lastMovedAt":null}],"records":100,"areAllReaders":true}]}
            """;
        var seen = CanonicalForm
            .ReadEvidence(1, Stored)
            .Resources.ShouldHaveSingleItem()
            .ShouldBeOfType<TopicEvidence>();
        seen.On.ShouldBe(TopicKind.On(new ClusterId(1), "orders"));
        (seen.Records, seen.Bytes, seen.DataLoss, seen.Brokers).ShouldBe((100, 1000, new DataLossEstimate(1, 10), 3));
        seen.Readers.ShouldHaveSingleItem().Group.ShouldBe("billing");
    }

    [Fact]
    public void A_plan_of_a_former_build_opens_with_its_evidence_by_the_hash_that_was_approved()
    {
        const string Canonical = """
            {"steps":[{"kind":"grow-partitions","cluster":1,"topic":"orders","topicId":"018f0000-0000-7000-8000-000000000001","before":3,"after":6}],"base":[{"cluster":1,"engineId":"kafka-1","topics":{"orders":{"topicId":"018f0000-0000-7000-8000-000000000001","partitions":3,"configs":{}}}}]}
            """;
        const string Evidence = """
            {"topics":[{"cluster":1,"topic":"orders","records":10,"bytes":1000,"going":{"records":0,"bytes":0},"readers":[],"areAllReaders":true,"brokers":3,"seenAt":"2026-11-20T10:00:00+00:00"}]}
            """;
        var plan = new Plan
        {
            ChangeId = new(1),
            Number = 1,
            Hash = CanonicalForm.Hash(Canonical),
            FormVersion = 1,
            Canonical = Canonical,
            EvidenceJson = Evidence,
            RiskScore = 0,
            RiskBand = RiskBand.Low,
            RiskReasons = [],
            MadeAt = default,
        };
        var on = TopicKind.On(new ClusterId(1), "orders");

        plan.Body.Steps.ShouldHaveSingleItem().ShouldBe(new GrowPartitions(on, Id, 3, 6));
        var live = new LiveTopic("orders", Id, 3, 3, false, ImmutableSortedDictionary<string, LiveConfig>.Empty);
        var now = new EngineBase(
            TopicKind.Word,
            new ClusterId(1),
            "kafka-1",
            ImmutableSortedDictionary.Create<string, ResourceBase?>(StringComparer.Ordinal).Add("orders", live.ToBase())
        );
        CanonicalForm.SameBase(plan.Body.Base.ShouldHaveSingleItem(), now).ShouldBeTrue();
        var seenAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var seen = new TopicEvidence(on, 10, 1000, new(0, 0), [], true, 3, seenAt);
        CanonicalForm.Write(plan.Evidence).ShouldBe(CanonicalForm.Write(new PlanEvidence([seen])));
        CanonicalForm.Hash(plan.Canonical).ShouldBe(plan.Hash);
    }

    [Fact]
    public void Of_a_topic_that_was_not_there_form_1_knows_no_base_and_no_figures()
    {
        const string Canonical = """
            {"steps":[],"base":[{"cluster":1,"engineId":"kafka-1","topics":{"orders":null}}]}
            """;
        CanonicalForm.Read(1, Canonical).Base.ShouldHaveSingleItem().Resources["orders"].ShouldBeNull();
        CanonicalForm.ReadEvidence(1, """{"topics":[]}""").Resources.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_newer_build_stored_is_refused_in_words() =>
        Should
            .Throw<InvalidOperationException>(() => CanonicalForm.Read(CanonicalForm.Version + 1, "{}"))
            .Message.ShouldContain("a newer one has written to the store");

    [Fact]
    public void Another_id_under_the_same_name_is_another_base()
    {
        var then = Body("orders").Base[0];
        var now = then with
        {
            Resources = then.Resources.SetItem(
                "orders",
                ((TopicBase)then.Resources["orders"]!) with
                {
                    TopicId = Guid.Empty,
                }
            ),
        };
        CanonicalForm.SameBase(then, now).ShouldBeFalse();
        CanonicalForm.SameBase(then, Body("orders").Base[0]).ShouldBeTrue();
    }

    private static PlanBody Body(params string[] topics) =>
        new(
            [new GrowPartitions(TopicKind.On(new ClusterId(1), topics[0]), Id, 3, 6)],
            [
                new EngineBase(
                    TopicKind.Word,
                    new ClusterId(1),
                    "kafka-1",
                    topics.ToImmutableSortedDictionary(
                        t => t,
                        _ =>
                            (ResourceBase?)
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
