using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Topics.Fields;

namespace Portal.Tests.Web;

public sealed class TopicFormTests
{
    private static readonly RequestCluster Main = new("main", "dev", Brokers: 3);

    private readonly TopicForm _form = new(FormOrigin.New)
    {
        Name = " payments.refunds ",
        Cluster = "main",
        Owner = "payments",
    };

    [Fact]
    public void What_follows_from_the_need_is_what_is_asked_for()
    {
        _form.Choose("event-stream");
        var spec = _form.Spec(Main);
        spec.Partitions.ShouldBe(_form.Sizing(Main).Partitions);
        spec.Replication.ShouldBe(3);
        spec.Configs["retention.ms"].ShouldBe("604800000");
        new RequestForm(_form).Draft(_ => Main).Resources[0].Name.ShouldBe("payments.refunds");
    }

    [Fact]
    public void A_person_may_set_any_of_it_otherwise()
    {
        _form.Choose("event-stream");
        _form.Override("partitions", "24", "3");
        _form.Override("retention.ms", "3600000", "604800000");
        var spec = _form.Spec(Main);
        spec.Partitions.ShouldBe(24);
        spec.Configs["retention.ms"].ShouldBe("3600000");
    }

    [Fact]
    public void Setting_it_to_what_it_would_be_anyway_is_no_override()
    {
        _form.Override("partitions", "24", "3");
        _form.Override("partitions", "3", "3");
        _form.Overrides.ShouldBeEmpty();
    }

    [Fact]
    public void A_setting_that_was_added_is_asked_for_too()
    {
        _form.Choose("event-stream");
        _form.Override("compression.type", "lz4", "");
        _form.Settings(Main).Select(setting => setting.Name).ShouldContain("compression.type");
        _form.Spec(Main).Configs["compression.type"].ShouldBe("lz4");
    }

    [Fact]
    public void What_is_no_number_is_left_to_Core_to_refuse()
    {
        _form.Choose("event-stream");
        _form.Override("partitions", "many", "3");
        _form.Spec(Main).Partitions.ShouldBe(0);
    }

    [Fact]
    public void Choosing_a_preset_starts_over()
    {
        _form.Override("partitions", "24", "3");
        _form.Choose("compacted-table");
        _form.Overrides.ShouldBeEmpty();
        _form.Spec(Main).Configs["cleanup.policy"].ShouldBe("compact");
    }

    [Fact]
    public void A_topic_that_is_there_starts_from_what_is_wanted_of_it()
    {
        var now = new TopicSpec(6, 3, TopicSpec.NoConfigs.Add("retention.ms", "3600000"), "payments", Tier.Critical);
        var change = new TopicForm(new(ResourceOperation.Update, now, now))
        {
            Name = "orders",
            Cluster = "main",
            Owner = "payments",
        };
        change.Override("partitions", "12", "6");
        var spec = change.Spec(Main);
        spec.Partitions.ShouldBe(12);
        spec.Configs["retention.ms"].ShouldBe("3600000");
    }
}
