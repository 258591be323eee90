import { SegmentedControl } from '@/components/segmented_control';
import type { ViewMode } from './view_mode';

interface ViewModeSelectorProps {
  mode: ViewMode;
  /// `null` while not known.
  gpuCount: number | null;
  onChoose(mode: ViewMode): void;
}

const why: Record<number, string> = {
  0: 'There is no GPU to compare.',
  1: 'This machine has one GPU; comparing takes two.',
};

export function ViewModeSelector({ mode, gpuCount, onChoose }: ViewModeSelectorProps) {
  const reason = why[gpuCount ?? 2];
  return (
    <SegmentedControl
      label="View"
      value={mode}
      onChoose={onChoose}
      options={[
        { value: 'single', label: 'Single GPU' },
        { value: 'compare', label: 'Compare GPUs', disabledBecause: reason },
      ]}
    />
  );
}
