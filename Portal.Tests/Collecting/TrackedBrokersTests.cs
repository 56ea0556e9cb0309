using Portal.Core;
using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class TrackedBrokersTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_broker_that_never_answered_is_forgotten_a_day_after_it_was_last_named()
    {
        var brokers = new TrackedBrokers();
        brokers.Take(Reading(0, Answers(1), Silent(4)));
        brokers.Take(Reading(1, Answers(1)));
        brokers.Complaint.ShouldBe("Broker 4 doesn't answer.");

        brokers.Take(Reading(25, Answers(1)));

        brokers.Complaint.ShouldBeNull();
    }

    [Fact]
    public void A_broker_that_is_named_is_shown_as_silent_for_as_long_as_it_is()
    {
        var brokers = new TrackedBrokers();
        brokers.Take(Reading(0, Answers(1), Answers(4)));
        brokers.Take(Reading(1, Answers(1), Silent(4)));

        brokers.Take(Reading(49, Answers(1), Silent(4)));

        brokers.Complaint.ShouldBe("Broker 4 doesn't answer.");
        CoreJson.Read<BrokerSnapshot[]>(brokers.Json).Single(b => b.Id == 4).AnsweredAt.ShouldBe(Began);
    }

    [Fact]
    public void One_that_was_stored_before_that_was_kept_goes_a_day_after_its_last_answer_or_after_it_is_recalled()
    {
        var brokers = new TrackedBrokers();
        brokers.Recall(
            CoreJson.Write(
                new BrokerSnapshot[]
                {
                    new(4, "b4", 9092, null, false, false, null),
                    new(5, "b5", 9092, null, false, false, Began.AddHours(-20)),
                }
            )
        );

        brokers.Take(Reading(0, Answers(1)));
        brokers.Complaint.ShouldBe("Brokers 4, 5 don't answer.");
        brokers.Take(Reading(5, Answers(1)));
        brokers.Complaint.ShouldBe("Broker 4 doesn't answer.");
        brokers.Take(Reading(25, Answers(1)));
        brokers.Complaint.ShouldBeNull();
    }

    [Fact]
    public void One_is_silent_for_as_long_as_it_was_when_the_clock_is_set_back()
    {
        var brokers = new TrackedBrokers();
        brokers.Take(Reading(10, Answers(1), Answers(4)));
        brokers.Take(Reading(12, Answers(1), Silent(4)));

        brokers.Take(Reading(5, Answers(1), Silent(4)));

        CoreJson
            .Read<BrokerSnapshot[]>(brokers.Json)
            .Single(b => b.Id == 4)
            .AnsweredAt.ShouldBe(Began.AddHours(3), "two hours");
    }

    private static BrokerReading Answers(int id) => new(id, $"b{id}", 9092, null, false, true);

    private static BrokerReading Silent(int id) => Answers(id) with { Answered = false };

    private static ClusterReading Reading(int hours, params BrokerReading[] brokers) =>
        new(Began.AddHours(hours), TimeSpan.FromMilliseconds(5), "engine-1", 4, brokers, [], [], true, null);
}
