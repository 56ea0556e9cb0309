using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record ApiVersionsResponse
{
    private void ReadTags(ref KafkaReader r, short v)
    {
        var tags = r.Tags();
        while (tags.Next(ref r))
        {
            switch (tags.Tag)
            {
                case 0:
                    SupportedFeatures = r.Array<SupportedFeature>(v);
                    break;
                case 1:
                    FinalizedFeaturesEpoch = r.Int64();
                    break;
                case 2:
                    FinalizedFeatures = r.Array<FinalizedFeature>(v);
                    break;
            }
        }
    }

    private TaggedField[] TagsThatSaySomething(short v)
    {
        var tags = new List<TaggedField>(3);
        if (SupportedFeatures.Length > 0)
        {
            tags.Add(new(0, w => w.Array(SupportedFeatures, v)));
        }
        if (FinalizedFeaturesEpoch != -1)
        {
            tags.Add(new(1, w => w.Int64(FinalizedFeaturesEpoch)));
        }
        if (FinalizedFeatures.Length > 0)
        {
            tags.Add(new(2, w => w.Array(FinalizedFeatures, v)));
        }
        return [.. tags];
    }

    public sealed record SupportedFeature(string Name, short MinVersion, short MaxVersion)
        : IWireFormat<SupportedFeature>
    {
        public static SupportedFeature Read(ref KafkaReader r, short v)
        {
            var m = new SupportedFeature(r.String(), r.Int16(), r.Int16());
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int16(MinVersion);
            w.Int16(MaxVersion);
            w.NoTags();
        }
    }

    public sealed record FinalizedFeature(string Name, short MaxVersionLevel, short MinVersionLevel)
        : IWireFormat<FinalizedFeature>
    {
        public static FinalizedFeature Read(ref KafkaReader r, short v)
        {
            var m = new FinalizedFeature(r.String(), r.Int16(), r.Int16());
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Int16(MaxVersionLevel);
            w.Int16(MinVersionLevel);
            w.NoTags();
        }
    }
}
