using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

/// <summary>Every component of the catalog that takes part in training trains.</summary>
public sealed class ComponentTests : IDisposable
{
    private static readonly string[] Observing = ["metrics", "extractors"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Components()
    {
        var data = new TheoryData<string, string>();
        foreach (Component component in Catalog.Families.Where(static f => !Observing.Contains(f.Plural)).SelectMany(static f => f.Components))
        {
            data.Add(component.Family.Plural, component.Kind);
        }

        return data;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Components))]
    public void TwoStepsMoveEveryPlayerAndStayFinite(string family, string kind)
    {
        TorchRuntime.EnsureLoaded();
        ComponentConfig record = Catalog.FindFamily(family)!.Find(kind)!.CreateDefault();
        foreach (NumberType dtype in Enum.GetValues<NumberType>())
        {
            UpdateOrder order = record is GameDynamicsConfig ? UpdateOrder.Simultaneous : UpdateOrder.Alternating;
            ExperimentConfig config = Place(record) with { Training = new TrainingConfig { Batch = 8, Steps = 2, Dtype = dtype, Update = order } };
            using var experiment = new Experiment(Blueprint.Of(config), CPU);
            double[][] before = [.. experiment.Players.Select(static player => Numbers.Of(player.Store.Flat))];
            experiment.Step.Run(0);
            experiment.Step.Run(1);
            foreach ((Player player, double[] start) in experiment.Players.Zip(before))
            {
                Assert.True(player.Store.IsFinite());
                Assert.Equal(dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32, player.Store.Flat.dtype);
                Assert.NotEqual(start, Numbers.Of(player.Store.Flat));
            }

            Assert.All(experiment.Statistics.Read(), static value => Assert.Equal(2, value.Finite));
        }
    }

    /// <summary>A small experiment that uses the component.</summary>
    private ExperimentConfig Place(ComponentConfig record)
    {
        var mlp = new MlpConfig { Widths = [8, 8] };
        var small = new ExperimentConfig { Generator = mlp, Discriminator = mlp, Prior = new GaussianPriorConfig { Dimension = 4 } };
        return record switch
        {
            CsvConfig csv => small with { Data = csv with { Path = Written("a.csv", "x,y\n1,2\n3,5\n-1,0.5\n") } },
            NpyConfig npy => small with { Data = npy with { Path = Array() } },
            ParquetConfig parquet => small with { Data = parquet with { Path = Parquet, Columns = ["double", "price"] } },
            GlyphsConfig glyphs => small with { Data = glyphs with { Pictures = 40, HeldOut = 10 } },
            StackedConfig stacked => small with { Data = stacked with { Source = new GlyphsConfig { Pictures = 40, HeldOut = 10 } } },
            IdxConfig idx => small with { Data = idx with { Path = PictureFolders.Idx(_folder["idx"]) } },
            Cifar10Config cifar => small with { Data = cifar with { Path = PictureFolders.Cifar10(_folder["cifar10"]) } },
            ImagesConfig images => small with { Data = images with { Path = PictureFolders.Images, Size = 4 } },
            DataConfig data => small with { Data = data },
            PriorConfig prior => small with { Prior = prior },
            MlpConfig => small,
            AutoencoderConfig autoencoder => small with { Discriminator = autoencoder, Loss = new BeganLossConfig() },
            ArchitectureConfig { IsForPictures: true } pictures => small with
            {
                Data = new NpyConfig { Path = PictureArray() }, Generator = pictures, Discriminator = pictures,
            },
            ArchitectureConfig architecture => small with { Generator = architecture, Discriminator = architecture },
            InitConfig init => small with { Generator = mlp with { Init = init }, Discriminator = mlp with { Init = init } },
            BeganLossConfig began => small with { Discriminator = new AutoencoderConfig(), Loss = began },
            LossConfig loss => small with { Loss = loss },
            RegularizerConfig regularizer => small with { Regularizers = [regularizer] },
            OptimizerConfig optimizer => small with { Optimizer = new OptimizersConfig { Generator = optimizer, Discriminator = optimizer } },
            ScheduleConfig schedule => small with
            {
                Optimizer = new OptimizersConfig { Generator = new AdamConfig { Lr = schedule }, Discriminator = new SgdConfig { Lr = schedule } },
            },
            _ => throw new InvalidOperationException($"say where an experiment has a {record.GetType().Name}"),
        };
    }

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private static string Parquet => Repository.PathOf("tests", "GanCli.Tests", "Data", "Fixtures", "arrow.parquet");

    private string PictureArray()
    {
        Npy.Write(_folder["pictures.npy"], [.. Enumerable.Range(0, 4 * 28 * 28).Select(static i => MathF.Sin(i * i))], 4, 1, 28, 28);
        return _folder["pictures.npy"];
    }

    private string Array()
    {
        Npy.Write(_folder["a.npy"], [1f, 2, 3, 5, -1, 0.5f], 3, 2);
        return _folder["a.npy"];
    }
}
