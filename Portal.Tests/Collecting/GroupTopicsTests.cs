using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class GroupTopicsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(1_000)]
    public void Each_topic_has_its_own_places_however_many_a_group_reads(int count)
    {
        var topics = Enumerable.Range(0, count).Select(Topic).ToList();
        var group = new GroupTopics();
        var places = topics.Select(group.At).ToList();

        topics.Select(group.At).ShouldBe(places);
        topics.Select(topic => group[topic.Id].Topic).ShouldBe(topics);

        group.Remove(topics[0].Id).ShouldBeSameAs(places[0]);
        group.Remove(topics[0].Id).ShouldBeNull();
        group.ToHashSet().SetEquals(places.Skip(1)).ShouldBeTrue();
        group.At(topics[0]).ShouldNotBeSameAs(places[0]);
    }

    private static TrackedTopic Topic(int number) => new(new Guid(number, 0, 0, new byte[8]), $"topic-{number}");
}
