namespace GanCli.Tests.Reporting;

/// <summary>Makes samples up: generated ones of a part of the training, 0 to 1, or real ones where that is NaN.</summary>
internal sealed class SyntheticSamples(SyntheticRun run, System.Random random)
{
    /// <summary>Samples of the ring: fewer modes and more noise early on.</summary>
    public void Ring(float[] rows, double progress)
    {
        bool real = double.IsNaN(progress);
        int modes = real ? 8
            : run.SampledModes ?? (int)Math.Max(1, run.Modes.Count == 0 ? 8 : run.Modes[Math.Min(run.Modes.Count - 1, (int)(progress * run.Modes.Count))]);
        for (int i = 0; i < rows.Length; i += 2)
        {
            double angle = random.Next(modes) * Math.PI / 4;
            double radius = 2;
            double noise = real ? 0.02 : 0.018 + (0.3 * Math.Exp(-6 * progress));
            if (!real && random.NextDouble() > run.HighQuality)
            {
                switch (run.OffMode)
                {
                    case "bridges":
                        (double part, double next) = (random.NextDouble(), angle + (Math.PI / 4));
                        rows[i] = (float)(2 * (((1 - part) * Math.Cos(angle)) + (part * Math.Cos(next))));
                        rows[i + 1] = (float)(2 * (((1 - part) * Math.Sin(angle)) + (part * Math.Sin(next))));
                        continue;
                    case "halo":
                        noise = 0.045;
                        break;
                    case "blur":
                        noise = 0.15;
                        break;
                    case "beside":
                        (radius, noise) = (2.3, 0.02);
                        break;
                    case "between":
                        (angle, radius, noise) = (Math.PI / 8, 1.85, 0.1);
                        break;
                    case "inside":
                        (angle, radius, noise) = (0, 1.4, 0.1);
                        break;
                    case "everywhere":
                        (radius, noise) = (0, 1.4);
                        break;
                    default:
                        radius = random.NextDouble();
                        noise = 0.1;
                        break;
                }
            }

            rows[i] = (float)((radius * Math.Cos(angle)) + (noise * Normal()));
            rows[i + 1] = (float)((radius * Math.Sin(angle)) + (noise * Normal()));
        }
    }

    /// <summary>Samples of two Gaussians that part.</summary>
    public void Line(float[] rows, double progress)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double mode = random.NextDouble() < 0.5 ? -5 : 5;
            rows[i] = (float)(double.IsNaN(progress) ? mode + Normal() : (mode * progress) + ((2 - progress) * Normal()));
        }
    }

    /// <summary>Rows of the table, blurred early on.</summary>
    public void Table(float[] rows, double progress)
    {
        double blur = double.IsNaN(progress) ? 0 : 1 - (0.9 * progress);
        for (int i = 0; i < rows.Length; i += 6)
        {
            double area = 30 + (90 * Math.Pow(random.NextDouble(), 1 + blur)) + (10 * blur * Normal());
            rows[i] = (float)area;
            rows[i + 1] = (float)Math.Max(1, Math.Round((area / 28) + (0.6 * Normal())));
            rows[i + 2] = (float)Math.Abs((25 * Normal()) + 30 + (20 * blur));
            rows[i + 3] = (float)((area * 14) + (120 * (1 + blur) * Normal()));
            rows[i + 4] = (float)(-4 * Math.Log(1 - random.NextDouble()));
            rows[i + 5] = (float)Math.Floor(8 * random.NextDouble());
        }
    }

    /// <summary>D's output on a square of <c>side × side</c> points around the ring.</summary>
    public static float[] Surface(int side)
    {
        float[] output = new float[side * side];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                double x = -2.6 + (5.2 * column / (side - 1));
                double y = -2.6 + (5.2 * row / (side - 1));
                double radius = Math.Sqrt((x * x) + (y * y));
                output[(row * side) + column] = (float)((0.5 * Math.Cos(8 * Math.Atan2(y, x))) + 0.6 - (2.2 * (radius - 2) * (radius - 2)));
            }
        }

        return output;
    }

    private double Normal() => SyntheticRun.Normal(random);
}
